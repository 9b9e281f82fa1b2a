"""Whether the site is alive and ready, and what robots may look at."""

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from microcare.directory.queries import public_listings
from microcare.site.queries import why_not_ready
from microcare.site.routes.blueprint import blueprint
from microcare.web.current import session, setting


@blueprint.get("/healthz")
def show_alive() -> ResponseReturnValue:
    """Answers as long as the process does."""
    return jsonify({"ok": True})


@blueprint.get("/readyz")
def show_ready() -> ResponseReturnValue:
    """Database, migrations, the guards in the catalogue and the index; 503 with what is missing."""
    missing = why_not_ready(session())
    return jsonify({"ok": not missing, "missing": missing}), 503 if missing else 200


@blueprint.get("/robots.txt")
def show_robots() -> ResponseReturnValue:
    """Private pages are not for robots; they answer 404 or a sign-in page anyway."""
    lines = [
        "User-agent: *",
        "Disallow: /my/",
        "Disallow: /groups",
        "Disallow: /catalyst",
        "Disallow: /saved",
        f"Sitemap: {setting('BASE_URL')}/sitemap.xml",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def show_sitemap() -> ResponseReturnValue:
    """Every public listing and the pages of words."""
    base = setting("BASE_URL")
    addresses = [
        f"{base}/",
        *(f"{base}/listings/{found.slug}" for found in public_listings(session())),
    ]
    rows = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    return Response(f"{head}{body}", mimetype="application/xml")
