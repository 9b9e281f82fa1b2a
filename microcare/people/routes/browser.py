"""What a browser keeps: the token of its sign-in, and how the person is found by it."""

from flask import g, redirect, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from microcare.extensions import login
from microcare.kernel.ids import new_token
from microcare.people.models import Person
from microcare.people.policies import is_live_sign_in, may_hold_codes, needs_second_factor
from microcare.people.queries import second_factor, sign_in_by_token
from microcare.people.services import SEEN_EVERY, begin_second_step, note_seen, start_sign_in
from microcare.people.values import SignInLimits
from microcare.web.current import clock, session, setting
from microcare.web.observe import observe

# A telephone's network address changes all day; the sign-in is a row that can be ended instead.
login.session_protection = None

# The name that Flask-Login reads.
USER_ID = "_user_id"
SECOND_STEP = "second_step"
BROWSER = "browser"


@login.user_loader  # type: ignore[untyped-decorator]
def person_of(token: str) -> Person | None:
    """Whoever is signed in with this token, unless they were idle or signed in for too long."""
    found = sign_in_by_token(session(), token)
    now = clock().now()
    if found is None or not is_live_sign_in(found, now, _limits(found.person)):
        return None
    if now - found.last_seen_at >= SEEN_EVERY:
        sign_in_id = found.id
        observe(lambda own_session: note_seen(own_session, sign_in_id, at=now))
    return found.person


def _limits(person: Person) -> SignInLimits:
    """Shorter unused for those who see what others trust them with."""
    idle = setting("WORK_IDLE_LIMIT") if may_hold_codes(person) else setting("IDLE_LIMIT")
    return SignInLimits(idle=min(idle, setting("IDLE_LIMIT")), absolute=setting("ABSOLUTE_LIMIT"))


def come_in(person: Person, *, way_on: str) -> ResponseReturnValue:
    """Signs a person in and sends them on; catalysts and admins by way of the second step."""
    if needs_second_factor(person, is_loopback=setting("IS_LOOPBACK")):
        forget()
        cookie[SECOND_STEP] = begin_second_step(session(), person, way_on=way_on, clock=clock())
        factor = second_factor(session(), person.id)
        is_ready = factor is not None and factor.confirmed_at is not None
        page = "people.show_second_step" if is_ready else "people.show_app"
        return redirect(url_for(page), 303)
    log_in(start_sign_in(session(), person, clock=clock()))
    return redirect(way_on, 303)


def log_in(token: str) -> None:
    """Has this browser keep the token. What a visitor's forms were signed with is dropped."""
    forget()
    cookie[USER_ID] = token
    cookie["_fresh"] = True


def forget() -> None:
    """Has this browser forget who was signed in."""
    for name in (USER_ID, "_fresh", "_id", SECOND_STEP, BROWSER, "csrf_token"):
        cookie.pop(name, None)
    g.pop("csrf_token", None)


def own_secret() -> str:
    """A secret that only this browser holds, so that its own sign-up can be known again."""
    if BROWSER not in cookie:
        cookie[BROWSER] = new_token()
    return str(cookie[BROWSER])
