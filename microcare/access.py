"""Who may do what: every endpoint with the policy that opens it. A test holds it to the routes.

Read a row as: this page, of what this loader finds, is open to whom this policy says yes.
"""

from microcare.web.guard import Access, anyone

ACCESS: dict[str, Access] = {
    # places: the map is for everybody.
    "places.show_basemap": Access(anyone),
}
