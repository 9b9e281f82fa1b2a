"""The days still to come: on a page, one by one, and as a calendar that a phone can follow."""

from datetime import timedelta
from uuid import UUID

from flask import Response, abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from icalendar import Calendar, Event

from microcare.people.models import Person
from microcare.spending.forms import PressForm
from microcare.spending.queries import day_view, my_calendar, my_day
from microcare.spending.queries.calendar import Mine
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import (
    person_of_link,
    renew_link,
    say_i_cannot_come,
    say_i_come_after_all,
)
from microcare.spending.values import CalendarDay
from microcare.web.current import acting, clock, session, setting
from microcare.web.forms import attempt
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


@blueprint.get("/my/calendar/<uuid:session_id>")
def show_day(session_id: UUID) -> ResponseReturnValue:
    """One day of mine, and what it means if I cannot come."""
    private()
    return _day_page(PressForm(), _mine(session_id))


@blueprint.post("/my/calendar/<uuid:session_id>/cannot-come")
@writes
def say_i_am_away(session_id: UUID) -> ResponseReturnValue:
    """I cannot come that day. My part stays promised."""
    private()
    form, mine = PressForm(), _mine(session_id)

    def say_so() -> None:
        me = acting(Person).id
        say_i_cannot_come(session(), mine[0], group_id=mine[2], person_id=me, clock=clock())

    if not (form.validate_on_submit() and attempt(form, say_so)):
        return _day_page(form, mine), 400
    flash(_("Saved. You can take it back until the day is over."))
    return redirect("/my/calendar", 303)


@blueprint.post("/my/calendar/<uuid:session_id>/come")
@writes
def say_i_am_there(session_id: UUID) -> ResponseReturnValue:
    """I can come after all."""
    private()
    form, mine = PressForm(), _mine(session_id)

    def say_so() -> None:
        me = acting(Person).id
        say_i_come_after_all(session(), mine[0], group_id=mine[2], person_id=me, clock=clock())

    if not (form.validate_on_submit() and attempt(form, say_so)):
        return _day_page(form, mine), 400
    flash(_("Saved. You are expected that day."))
    return redirect("/my/calendar", 303)


def _mine(session_id: UUID) -> Mine:
    found = my_day(session(), acting(Person).id, session_id)
    if found is None:
        abort(404)
    return found


def _day_page(form: PressForm, mine: Mine) -> str:
    one = day_view(session(), acting(Person).id, mine)
    is_over = one.day < clock().today()
    return page("spending/day.html", form=form, one=one, is_over=is_over)


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
        feed.add_component(_event(one))
    return Response(feed.to_ical(), mimetype="text/calendar")


def _event(one: CalendarDay) -> Event:
    """A day as RFC 5545 has it. What was called off says so in its name too, as many calendars
    show a cancelled event like any other."""
    entry = Event()
    entry.add("uid", str(one.id))
    together = _("Together, %(times)s", times=one.times)
    entry.add("summary", _("Called off: %(what)s", what=together) if one.is_off else together)
    entry.add("status", "CANCELLED" if one.is_off else "CONFIRMED")
    entry.add("sequence", int(one.is_off))
    # A day to which somebody does not come leaves their own time free.
    entry.add("transp", "TRANSPARENT" if one.is_off or one.cannot_come else "OPAQUE")
    told = [_("A bank holiday.")] if one.holiday else []
    if one.is_off:
        told.append(_("There is nothing to pay."))
    elif one.cannot_come:
        told.append(_("You said that you cannot come."))
    if told:
        entry.add("description", " ".join(told))
    entry.add("dtstart", one.day)
    entry.add("dtend", one.day + timedelta(days=1))
    entry.add("dtstamp", clock().now())
    return entry
