"""The front page: two fields, eight kinds to start from, the map, and how sharing works."""

from urllib.parse import urlencode

from flask.typing import ResponseReturnValue

from microcare.site.queries import front_page
from microcare.site.routes.blueprint import blueprint
from microcare.site.routes.maps import home_map
from microcare.site.values import STARTS
from microcare.web.current import session, setting
from microcare.web.page import page


@blueprint.get("/")
def show_home() -> ResponseReturnValue:
    """One promise, and the way in."""
    front = front_page(session())
    starts = [
        (start, "/search?" + urlencode([("help", slug) for slug in front.slugs[start.group]]))
        for start in STARTS
        if start.group in front.slugs
    ]
    place = setting("HOME_PLACE")
    return page("site/home.html", front=front, starts=starts, place=place, map_data=home_map(place))
