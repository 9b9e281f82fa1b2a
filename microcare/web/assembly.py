"""Binds the extensions and the shared plumbing to an application."""

from flask import Flask, g, has_request_context
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from sqlalchemy import event
from werkzeug.middleware.proxy_fix import ProxyFix

from microcare.extensions import babel, csrf, db, limiter, login, migrate
from microcare.web.acting import keep_doors
from microcare.web.addresses import TextConverter
from microcare.web.errors import add_error_pages
from microcare.web.filters import add_filters
from microcare.web.headers import add_headers
from microcare.web.layout import add_layout
from microcare.web.logs import log_requests, set_up_logs
from microcare.web.observe import keep_observations
from microcare.web.transaction import say_who_may_write


class QueryWhileRendering(RuntimeError):
    """A template asked the database for something. Raised in tests only."""


def assemble(app: Flask) -> None:
    """Everything an application needs before its features are registered."""
    set_up_logs()
    _find_templates(app)
    app.url_map.converters["string"] = app.url_map.converters["default"] = TextConverter
    proxies = app.config["BEHIND_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    db.init_app(app)
    migrate.init_app(app, db, directory=str(app.root_path) + "/../migrations")
    login.init_app(app)
    csrf.init_app(app)
    babel.init_app(app, default_translation_directories=str(app.root_path) + "/../translations")
    # The request's first words: how long it may take is counted from here.
    log_requests(app)
    say_who_may_write(app)
    limiter.init_app(app)
    keep_observations(app)
    add_filters(app)
    add_layout(app)
    add_headers(app)
    add_error_pages(app)
    keep_doors(app)
    if app.testing:
        _refuse_queries_while_rendering(app)


def _find_templates(app: Flask) -> None:
    folder = app.template_folder
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(str(folder)),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    WTFormsHelpers(app)


def _refuse_queries_while_rendering(app: Flask) -> None:
    with app.app_context():
        engine = db.engine

    @event.listens_for(engine, "before_cursor_execute")
    def refuse(*args: object) -> None:
        if has_request_context() and g.get("rendering"):
            raise QueryWhileRendering(str(args[2]))
