"""One's own sessions as a calendar, at a secret address that any calendar can read."""

from datetime import timedelta

from flask import Response, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from icalendar import Calendar, Event

from microcare.people.models import Person
from microcare.spending.forms import PressForm
from microcare.spending.queries import my_calendar
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import person_of_link, renew_link
from microcare.web.current import acting, clock, session, setting
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/my/calendar")
def show_calendar() -> ResponseReturnValue:
    """My sessions still to come, and how to have them in my own calendar."""
    private()
    return _calendar_page(PressForm(), "")


@blueprint.post("/my/calendar")
@writes
def make_link() -> ResponseReturnValue:
    """A new secret address; the one before stops."""
    private()
    form = PressForm()
    if not form.validate_on_submit():
        return _calendar_page(form, ""), 400
    token = renew_link(session(), acting(Person).id, clock=clock())
    flash(_("This is your address. Whoever has it sees your days, so keep it to yourself."))
    return _calendar_page(form, f"{setting('BASE_URL')}/calendars/{token}.ics")


def _calendar_page(form: PressForm, address: str) -> str:
    days = my_calendar(session(), acting(Person).id, clock=clock())
    return page("spending/calendar.html", form=form, address=address, days=days)


@blueprint.get("/calendars/<string:token>.ics")
def show_feed(token: str) -> ResponseReturnValue:
    """The days, each named in a way that tells nothing to who looks over a shoulder."""
    private()
    person_id = person_of_link(session(), token)
    if person_id is None:
        abort(404)
    feed = Calendar()
    feed.add("prodid", "-//days//EN")
    feed.add("version", "2.0")
    for one in my_calendar(session(), person_id, clock=clock()):
        entry = Event()
        entry.add("uid", str(one.id))
        entry.add("summary", _("Together, %(times)s", times=one.times))
        entry.add("dtstart", one.day)
        entry.add("dtend", one.day + timedelta(days=1))
        entry.add("dtstamp", clock().now())
        feed.add_component(entry)
    return Response(feed.to_ical(), mimetype="text/calendar")
