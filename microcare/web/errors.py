"""Errors as pages with a way on, in the caller's format. A stack trace never reaches a person."""

import traceback

import structlog
from flask import Flask, Response, current_app, g, jsonify, make_response, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from microcare.extensions import db
from microcare.kernel.errors import DomainError
from microcare.web.page import page
from microcare.web.transaction import lost_its_turn
from microcare.web.words import say

_log = structlog.get_logger("microcare.error")
_PAGES = {400, 403, 404, 405, 413, 429, 500, 503}


def wants_json() -> bool:
    """Whether the caller asked for data, by the address's ending or its Accept header."""
    if request.path.endswith((".json", ".geojson")) or request.path == "/suggest":
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json"


def error_answer(status: int, words: str, *, field: str | None = None) -> Response:
    """An error page, or the same as JSON where the caller wants that."""
    if wants_json():
        response = jsonify({"error": {"field": field, "message": words}})
    else:
        name = status if status in _PAGES else (500 if status >= 500 else 400)
        response = make_response(page(f"errors/{name}.html", words=words))
    response.status_code = status
    return response


def add_error_pages(app: Flask) -> None:
    """Answers every error in kind words, taking back whatever was half written."""
    app.register_error_handler(CSRFError, _csrf_failed)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DomainError, _rule_broken)
    app.register_error_handler(Exception, _broke)


def _csrf_failed(_error: Exception) -> Response:
    return error_answer(403, _("This page was open too long. Go back, and send it again."))


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    answer = error_answer(error.code, _("That did not work."))
    for name, value in error.get_headers():
        if name in {"Retry-After", "Allow"}:
            answer.headers[name] = value
    return answer


def _rule_broken(error: DomainError) -> Response:
    db.session.rollback()
    return error_answer(400, say(error.sentence), field=error.field)


def _broke(error: Exception) -> Response:
    db.session.rollback()
    if lost_its_turn(error):
        return error_answer(
            503, _("Nothing was taken and nothing was lost. Try again in a minute.")
        )
    if current_app.testing:
        raise error
    # Frames only: the text of an error can carry what a person typed.
    frames = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)]
    _log.error("broke", kind=type(error).__name__, at=frames, request_id=g.get("request_id"))
    words = _("Sorry, this did not work. Nothing was taken or lost.")
    try:
        return error_answer(500, words)
    except Exception:  # the page itself may need what is broken
        return Response(words, status=500, mimetype="text/plain")
