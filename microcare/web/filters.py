"""How sums, distances, days and instants are written for people."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from babel.numbers import format_currency
from flask import Flask
from flask_babel import format_date, gettext, ngettext
from markupsafe import Markup, escape

from microcare.kernel.clock import LONDON
from microcare.kernel.distance import METRES_IN_A_MILE
from microcare.kernel.money import pounds
from microcare.web.current import clock
from microcare.web.words import say

NO_BREAK = "\u00a0"


def pounds_full(pence: int) -> str:
    """Pence as pounds to the penny: 1800 is "£18.00"."""
    return str(format_currency(pounds(pence), "GBP", locale="en_GB"))


def pounds_short(pence: int) -> str:
    """Pence as pounds, without pence where there are none: 1800 is "£18", 950 is "£9.50"."""
    text = pounds_full(pence)
    return text.removesuffix(".00")


def miles(distance_m: float) -> str:
    """Metres as miles: "less than half a mile", "1.2 miles", "14 miles"."""
    far = distance_m / METRES_IN_A_MILE
    if far < 0.5:
        return str(gettext("less than half a mile"))
    shown = f"{far:.1f}".removesuffix(".0") if far < 10 else f"{far:.0f}"
    words = ngettext("%(shown)s mile", "%(shown)s miles", 1 if shown == "1" else 2, shown=shown)
    return str(words)


def day(on: date | None) -> str:
    """A day in words, the year only when it is not this one: "Friday 11 December"."""
    if on is None:
        return ""
    form = "EEEE d MMMM" if on.year == clock().today().year else "d MMMM yyyy"
    return str(format_date(on, form)).replace(" ", NO_BREAK)


def short_day(on: date | None) -> str:
    """A day without its weekday: "9 November", "9 November 2025"."""
    if on is None:
        return ""
    form = "d MMMM" if on.year == clock().today().year else "d MMMM yyyy"
    return str(format_date(on, form)).replace(" ", NO_BREAK)


def full_day(on: date | None) -> str:
    """A day with its year, whatever year it is read in: "9 November 2026"."""
    if on is None:
        return ""
    return str(format_date(on, "d MMMM yyyy")).replace(" ", NO_BREAK)


def instant(at: datetime | None) -> str:
    """An instant in London: "17 November, 9:14pm"."""
    if at is None:
        return ""
    local = at.astimezone(LONDON)
    hour = local.hour % 12 or 12
    half = "am" if local.hour < 12 else "pm"
    return f"{short_day(local.date())}, {hour}:{local.minute:02d}{half}"


def clock_time(at: time) -> str:
    """A time of day: "4pm", "5:30pm"."""
    half = "am" if at.hour < 12 else "pm"
    hour = at.hour % 12 or 12
    return f"{hour}:{at.minute:02d}{half}" if at.minute else f"{hour}{half}"


def no_break(text: Any) -> Markup:
    """The words kept on one line."""
    # Escaped first, so nothing typed can become markup.
    return Markup(str(escape(text)).replace(" ", NO_BREAK))  # noqa: S704


def listed(words: Iterable[str]) -> str:
    """Words in a row, as they are said: "Tuesday, Friday and Sunday"."""
    *most, last = [*words] or [""]
    if not most:
        return last
    return str(gettext("%(most)s and %(last)s", most=", ".join(most), last=last))


def paragraphs(text: str) -> list[str]:
    """What a person wrote, a paragraph each."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def add_filters(app: Flask) -> None:
    """Gives templates the filters under the names they use."""
    app.jinja_env.filters.update(
        pounds=pounds_full,
        pounds_short=pounds_short,
        miles=miles,
        day=day,
        short_day=short_day,
        full_day=full_day,
        instant=instant,
        say=say,
        clock_time=clock_time,
        nl=no_break,
        listed=listed,
        paragraphs=paragraphs,
    )
