"""Renders a page. By now everything has been fetched: templates ask for nothing."""

from typing import Any

from flask import g, render_template

from microcare.web.layout import layout


def page(template: str, **context: Any) -> str:
    """The template filled in. Tests fail a template that queries the database meanwhile."""
    g.layout = layout()
    g.rendering = True
    try:
        return render_template(template, **context)
    finally:
        g.rendering = False
