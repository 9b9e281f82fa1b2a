"""Mail as this application is set up: its templates, its language, its way out."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from flask import current_app
from sqlalchemy.orm import Session

from microcare.extensions import db, may_write
from microcare.mail.services import Post
from microcare.mail.transport import transport_for
from microcare.mail.values import Letter
from microcare.mail.writing import envelope
from microcare.outbox.values import Claimed
from microcare.web.current import clock, session, setting
from microcare.web.transaction import writing
from microcare.web.words import say


def current_post() -> Post:
    """What delivery needs, from the application at hand. Raises NotAMailUrl."""
    return Post(
        reading=_reading,
        writing=writing,
        notices=current_app.extensions["microcare.notices"],
        compose=compose,
        transport=transport_for(setting("MAIL_URL")),
        clock=clock(),
        base_url=setting("BASE_URL"),
    )


@contextmanager
def _reading() -> Iterator[Session]:
    token = may_write.set(False)
    try:
        yield session()
    finally:
        db.session.rollback()
        may_write.reset(token)


def compose(letter: Letter, row: Claimed) -> EmailMessage:
    """The message for `letter`, in plain text and in simple HTML, with `row`'s id on it."""
    text, html = (_render(f"mail/letter.{form}", letter) for form in ("txt", "html"))
    return envelope(
        to=letter.to,
        sender=setting("MAIL_FROM"),
        subject=say(letter.subject),
        text=text,
        html=html,
        row_id=row.id,
        clock=clock(),
    )


def _render(template: str, letter: Letter) -> str:
    # Not render_template: a page's menu and signed-in person have no place in a letter.
    page = current_app.jinja_env.get_template(template)
    return page.render(letter=letter, site_name=setting("SITE_NAME"), base_url=setting("BASE_URL"))
