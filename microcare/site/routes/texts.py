"""Pages that are only words."""

from urllib.parse import urlsplit

from flask.typing import ResponseReturnValue

from microcare.places.queries import patches
from microcare.site.routes.blueprint import blueprint
from microcare.web.current import session, setting
from microcare.web.page import page


@blueprint.get("/about")
def show_about() -> ResponseReturnValue:
    """What this is and who it is for."""
    return page("site/texts/about.html")


@blueprint.get("/sharing")
def show_sharing() -> ResponseReturnValue:
    """How a few people share the cost."""
    return page("site/texts/sharing.html")


@blueprint.get("/easier")
def show_easier() -> ResponseReturnValue:
    """What this is, one idea a line with a picture beside it."""
    return page("site/texts/easier.html")


@blueprint.get("/accessibility")
def show_accessibility() -> ResponseReturnValue:
    """How easy this is to use, and what is not yet."""
    return page("site/texts/accessibility.html")


@blueprint.get("/privacy")
def show_privacy() -> ResponseReturnValue:
    """Who answers for what is kept, what that is, why, how long, and what anybody may ask for."""
    return page(
        "site/texts/privacy.html",
        controller=setting("CONTROLLER"),
        geocoder=setting("GEOCODER"),
        seen_days=setting("SEEN_KEPT").days,
        tiles_from=urlsplit(setting("MAP_TILES_URL")).netloc,
    )


@blueprint.get("/how-we-check")
def show_how_we_check() -> ResponseReturnValue:
    """What a catalyst looks at."""
    return page("site/texts/how_we_check.html")


@blueprint.get("/data-sources")
def show_data_sources() -> ResponseReturnValue:
    """Whose data the places and the map are."""
    return page("site/texts/data_sources.html")


@blueprint.get("/worried")
def show_worried() -> ResponseReturnValue:
    """Whom to ring about somebody's safety."""
    return page("site/texts/worried.html", patches=patches(session()))
