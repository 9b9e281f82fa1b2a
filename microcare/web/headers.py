"""Headers that keep a page from leaking, being framed, or running what is not ours."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_login import current_user


def csp_nonce() -> str:
    """This answer's nonce for scripts and styles in the page."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _policy(tiles: str) -> str:
    parts = urlsplit(tiles)
    elsewhere = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    nonce = csp_nonce()
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            f"img-src 'self' data:{elsewhere}",
            "font-src 'self'",
            f"connect-src 'self'{elsewhere}",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def add_headers(app: Flask) -> None:
    """Sets the headers on every answer; a page for somebody signed in is never stored.

    Files that are the same for all may be: style, script, fonts and the map.
    """
    app.jinja_env.globals["csp_nonce"] = csp_nonce

    @app.after_request
    def headers(response: Response) -> Response:
        put = response.headers.setdefault
        put("Content-Security-Policy", _policy(app.config["MAP_TILES_URL"]))
        put("Referrer-Policy", "same-origin")
        put("X-Content-Type-Options", "nosniff")
        put("Cross-Origin-Opener-Policy", "same-origin")
        put("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
        if app.config["BASE_URL"].startswith("https://"):
            put("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.endpoint == "static" or g.get("is_same_for_all"):
            return response
        if g.get("is_private") or current_user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
            if g.get("is_private"):
                put("X-Robots-Tag", "noindex, nofollow")
        return response


def same_for_all() -> None:
    """Marks this answer as the same whoever asks, so that it may be kept though they signed in."""
    g.is_same_for_all = True


def private() -> None:
    """Marks this answer as private: never stored, never indexed."""
    g.is_private = True
