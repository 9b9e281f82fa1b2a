"""Reads a search from an address: each parameter checked, with its words beside it."""

import math
import re
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import BooleanField, Field, StringField
from wtforms.validators import Email, Length, Optional, ValidationError

from microcare.directory.forms.ask import LONGEST_EMAIL, EmailInput
from microcare.directory.forms.parts import tidy
from microcare.index.values import DAYS, KINDS, PAYS, Sort
from microcare.kernel.money import NotAnAmount, parse_pounds
from microcare.kernel.words import without_hidden
from microcare.search.values import (
    DEFAULT_MILES,
    DEFAULT_PER_PAGE,
    LAST_PAGE,
    LEAST_MILES,
    LONGEST_PLACE,
    LONGEST_WORDS,
    MOST_MILES,
    MOST_PENCE_AN_HOUR,
    MOST_PER_PAGE,
    Asked,
    once,
)
from microcare.web.forms import Form

_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,3})?", re.ASCII)
_LIKE = _l("Write your whole e-mail, like sam@example.org")
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


class Codes(Field):
    """Several codes of a closed list; an empty one counts as none."""

    def __init__(self, label: Any = None, *, codes: Sequence[str] = (), **kwargs: Any):
        super().__init__(label, **kwargs)
        self.codes = frozenset(codes)
        self.data: list[str] = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads each code once."""
        self.data = list(once(v for v in valuelist if v))

    def pre_validate(self, form: Any) -> None:
        """Refuses a code that is not in the list."""
        if set(self.data or ()) - self.codes:
            raise ValidationError(str(_l("Choose from the list")))

    @property
    def known(self) -> list[str]:
        """The codes that are in the list: all that a page shows or sends again."""
        return [code for code in self.data or () if code in self.codes]


class Yes(BooleanField):
    """Ticked by 1, not ticked by 0 or nothing; anything else is refused."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads 1 or 0."""
        text = str(valuelist[0]).strip() if valuelist else ""
        if text not in {"", "0", "1"}:
            raise ValueError(str(_l("Write 1, or leave this out")))
        self.data = text == "1"


def _has_room_for(field: Any, longest: int) -> None:
    extra = len(field.data or "") - longest
    if extra > 0:
        raise ValidationError(
            str(_l("Make this shorter. It is %(extra)d letters too long", extra=extra))
        )


def _shown(text: str | None) -> str | None:
    """What can be shown again: without control characters, which the form refuses."""
    return text and without_hidden(text)


class PlaceForm(Form):
    """Words and a place: what every search has."""

    class Meta:
        """A search is an address, so it carries no token."""

        csrf = False

    q = StringField(_l("What would help?"), filters=[_shown])
    near = StringField(_l("Where?"), filters=[_shown])

    def validate_q(self, field: Any) -> None:
        """Refuses more words than anybody types."""
        _has_room_for(field, LONGEST_WORDS)

    def validate_near(self, field: Any) -> None:
        """Refuses more than the name of a place."""
        _has_room_for(field, LONGEST_PLACE)


class SearchForm(PlaceForm):
    """Every parameter of a search."""

    within = StringField(_l("How far?"))
    kind = Codes(_l("Who they are"), codes=KINDS)
    help = Codes(_l("What they help with"))
    pay = Codes(_l("How you can pay"), codes=PAYS)
    day = Codes(_l("Which days"), codes=DAYS)
    room = Yes(_l("Has room now"))
    max_price = StringField(_l("Most you would pay for an hour"))
    sort = StringField(_l("Order"))
    page = StringField(_l("Page"))
    per_page = StringField(_l("Results on a page"))

    def __init__(self, *args: Any, helps: Sequence[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.help.codes = frozenset(helps)

    def validate_within(self, field: Any) -> None:
        """Miles from 1 to 50."""
        _number(field, LEAST_MILES, MOST_MILES, _l("The distance must be 1 to 50 miles"))

    def validate_max_price(self, field: Any) -> None:
        """Pounds from 0 to 500."""
        text = _text(field)
        try:
            pence = parse_pounds(text) if text else 0
        except NotAnAmount:
            raise ValidationError(str(_l("Write the price in numbers, like 18 or 18.50"))) from None
        if pence > MOST_PENCE_AN_HOUR:
            raise ValidationError(str(_l("The price must be between £0 and £500")))

    def validate_sort(self, field: Any) -> None:
        """One of the orders; by nearness only from somewhere."""
        if _text(field) not in {"", *Sort}:
            raise ValidationError(str(_l("Choose from the list")))

    def validate_page(self, field: Any) -> None:
        """A page from 1."""
        _whole(field, LAST_PAGE, _l("Write a page number, like 2"))

    def validate_per_page(self, field: Any) -> None:
        """1 to 100 results."""
        _whole(field, MOST_PER_PAGE, _l("Write a number from 1 to 100"))

    def value(self) -> Asked:
        """The search, once valid."""
        price = _text(self.max_price)
        return Asked(
            q=_text(self.q),
            near=_text(self.near),
            within_miles=float(_text(self.within) or DEFAULT_MILES),
            kinds=tuple(self.kind.data or ()),
            helps=tuple(self.help.data or ()),
            pays=tuple(self.pay.data or ()),
            days=tuple(self.day.data or ()),
            has_room=bool(self.room.data),
            max_pence_an_hour=parse_pounds(price) if price else None,
            sort=Sort(_text(self.sort) or Sort.BEST),
            page=int(_text(self.page) or 1),
            per_page=int(_text(self.per_page) or DEFAULT_PER_PAGE),
        )


def _text(field: Any) -> str:
    return str(field.data or "").strip()


def _number(field: Any, least: float, most: float, words: Any) -> None:
    text = _text(field)
    if not text:
        return
    if not _NUMBER.fullmatch(text) or not least <= float(text) <= most:
        raise ValidationError(str(words))


def _whole(field: Any, most: int, words: Any) -> None:
    text = _text(field)
    if text and (not _WHOLE.fullmatch(text) or not 1 <= int(text) <= most):
        raise ValidationError(str(words))


class ViewportForm(SearchForm):
    """A search within a viewport of the map."""

    bbox = StringField(_l("Box"))
    zoom = StringField(_l("Zoom"))

    def validate_bbox(self, field: Any) -> None:
        """West, south, east and north in degrees."""
        if self.corners() is None:
            raise ValidationError(
                str(_l("Write west, south, east and north, like -3.2,51,-3,51.1"))
            )

    def validate_zoom(self, field: Any) -> None:
        """A zoom from 0 to 22."""
        _number(field, 0, 22, _l("Write a zoom from 0 to 22"))

    def corners(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north, or None where they make no box."""
        try:
            west, south, east, north = (float(part) for part in _text(self.bbox).split(","))
        except ValueError:
            return None
        sound = all(map(math.isfinite, (west, south, east, north)))
        if sound and -180 <= west < east <= 180 and -90 <= south < north <= 90:
            return west, south, east, north
        return None


class AskForm(Form):
    """What the press of "tell the catalyst" sends."""

    q = StringField(
        _l("What would help?"),
        widget=GovTextInput(),
        validators=[
            Length(max=LONGEST_WORDS, message=_l("Make this shorter. 200 letters at most"))
        ],
        filters=[_shown],
    )
    near = StringField(
        _l("Where?"),
        widget=GovTextInput(),
        validators=[
            Length(max=LONGEST_PLACE, message=_l("Make this shorter. 100 letters at most"))
        ],
        filters=[_shown],
    )
    help = Codes(_l("What they help with"))
    email = StringField(
        _l("Your e-mail, if you want to hear back"),
        [Optional(), Length(max=LONGEST_EMAIL, message=_LIKE), Email(message=_LIKE)],
        filters=[tidy],
        description=_l("You can leave this empty. The catalyst never sees it."),
        widget=EmailInput(),
    )

    def __init__(self, *args: Any, helps: Sequence[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.help.codes = frozenset(helps)
