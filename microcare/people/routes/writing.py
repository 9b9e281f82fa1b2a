"""Signed out while writing: the words are kept for the same person, who sends them when back.

Only somebody whose browser was signed in before is known well enough to keep words for; nobody else
can have anything written here, or read it.
"""

from flask import current_app, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from microcare.people.forms import PressForm
from microcare.people.models import Person
from microcare.people.queries import kept_writing, sign_in_by_token
from microcare.people.routes.blueprint import blueprint
from microcare.people.routes.browser import USER_ID
from microcare.people.services import forget_writing, keep_writing
from microcare.people.values import Sent
from microcare.web.acting import address_asked
from microcare.web.current import acting, actor, clock, session
from microcare.web.guard import anyone
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes

# Beside the fields of a form that is sent once more, so that its words are forgotten.
AGAIN = "kept_writing"


@blueprint.before_app_request
def keep() -> ResponseReturnValue | None:
    """Keeps a form that the guard would turn away, and leads to it by way of signing in."""
    if request.method != "POST" or not request.form:
        return None
    person = actor()
    if person is not None:
        if AGAIN in request.form:
            # In the transaction of what is sent: what is refused is kept.
            forget_writing(session(), person.id)
        return None
    access = current_app.extensions["microcare.access"].get(request.endpoint)
    if access is None or access.policy is anyone:
        return None
    before, sent = _person_before(), Sent.of(address_asked(), request.form.items(multi=True))
    return _kept_for(before, sent) if before and sent else None


def _person_before() -> Person | None:
    """Whose sign-in it was that has ended."""
    token = cookie.get(USER_ID)
    before = sign_in_by_token(session(), str(token)) if token else None
    # One that was ended by a press, anywhere, was meant to be over.
    ran_out = before is not None and before.ended_at is None
    return before.person if before and ran_out and not before.person.is_gone else None


@writes
def _kept_for(person: Person, sent: Sent) -> ResponseReturnValue:
    private()
    keep_writing(session(), person.id, sent, clock=clock())
    way_on = url_for("people.show_writing")
    return redirect(url_for("people.show_sign_in", next=way_on), 303)


@blueprint.get("/my/writing")
def show_writing() -> ResponseReturnValue:
    """What was kept, and the button that sends it now."""
    sent = kept_writing(session(), acting(Person).id, now=clock().now())
    if sent is None:
        return redirect("/my", 303)
    return page("people/writing.html", form=PressForm(), sent=sent, again=AGAIN)
