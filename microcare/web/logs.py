"""Logs that say what happened and never to whom: route, status, time and a request id.

No query strings, bodies, addresses of pages or people, or postcodes: the route's pattern is
logged, never its values (docs/data-protection.md).
"""

import logging
import sys
import time
import uuid

import structlog
from flask import Flask, Response, g, request

_log = structlog.get_logger("microcare.request")


def set_up_logs() -> None:
    """One JSON object a line, on standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def log_requests(app: Flask) -> None:
    """One line an answer."""

    @app.before_request
    def start() -> None:
        g.request_id = uuid.uuid4().hex
        g.started = time.perf_counter()

    @app.after_request
    def note(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint != "static":
            _log.info(
                "request",
                route=str(request.url_rule) if request.url_rule else None,
                method=request.method if request.method in _METHODS else "other",
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000),
                request_id=g.get("request_id"),
            )
        return response


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
