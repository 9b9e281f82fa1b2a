"""Words about a result: where, what it costs, when, and why it is here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from microcare.directory.values import DAY_WORDS, KIND_WORDS, PAY_WORDS, PER_WORDS
from microcare.index.values import Field, FoundWord, Hit, Price
from microcare.kernel.distance import METRES_IN_A_MILE
from microcare.places.values import Place, Precision
from microcare.search.routes.saying import gettext as _
from microcare.search.routes.saying import ngettext
from microcare.search.values import Asked
from microcare.web.filters import NO_BREAK, miles, pounds_short
from microcare.web.words import say

_HERE = "\0"
# The middle of these may be miles from where somebody is: no tenths of a mile from there.
_ROUGH = frozenset({Precision.OUTCODE, Precision.TOWN, Precision.APPROXIMATE})
_EVERY_DAY = 7


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with the words that were found between what stands before and after them."""

    before: str
    found: str = ""
    after: str = ""


def kind_words(hit: Hit) -> str:
    """What sort of thing it is, and how many people, or who owns it, where that is known."""
    words = say(KIND_WORDS[hit.kind])  # type: ignore[index]
    people = hit.card.get("workers")
    if hit.kind == "coop" and _is_theirs(hit.card):
        return _("Co-op, owned by the people who use it and work in it")
    if hit.kind == "micro_enterprise" and people:
        many = ngettext("%(num)d person", "%(num)d people", people)
        return f"{words}, {many}"
    return words


def _is_theirs(card: Mapping[str, Any]) -> bool:
    return (card.get("users_percent") or 0) + (card.get("workers_percent") or 0) > 50


def room_words(hit: Hit) -> tuple[str, str]:
    """The state of the room badge, and its words."""
    state = hit.card.get("room") or ("room" if hit.has_room else "full")
    weeks, room_for = hit.card.get("waiting_weeks"), hit.card.get("room_for")
    if state == "waiting":
        waiting = ngettext("Waiting list, %(num)d week", "Waiting list, %(num)d weeks", weeks or 0)
        return state, waiting if weeks else _("Waiting list")
    if state == "full":
        return state, _("Full now")
    many = ngettext("Has room for %(num)d person", "Has room for %(num)d people", room_for or 0)
    return "room", many if room_for else _("Has room")


def near_words(label: str) -> str:
    """A place's label after "near", once."""
    return label if label.startswith("near ") else _("near %(place)s", place=label)


def far_words(distance_m: float, *ends: str | None) -> str:
    """How far, no more exactly than the less exact of its ends is known, each by its precision."""
    if not _ROUGH & set(ends):
        return miles(distance_m)
    far = round(distance_m / METRES_IN_A_MILE)
    if far < 1:
        return _("less than a mile")
    if Precision.APPROXIMATE in ends:
        return ngettext("roughly %(num)d mile", "roughly %(num)d miles", far)
    return ngettext("about %(num)d mile", "about %(num)d miles", far)


def _far(hit: Hit, place: Place | None) -> str:
    near = place.precision if place else None
    return far_words(hit.distance_m or 0, hit.card.get("precision"), near)


def where_words(hit: Hit, place: Place | None = None) -> str:
    """How far from the place that was looked near, and who goes to whom."""
    way = _("Comes to you") if hit.visits and not hit.comes_to else _("You go there")
    if hit.visits and hit.comes_to:
        way = _("Comes to you, or you go there")
    if hit.distance_m is None:
        near = hit.card.get("near")
        return f"{_upper(near)}. {way}" if near else way
    away = _("%(far)s away", far=_far(hit, place))
    return f"{_upper(away)}. {way}"


def _upper(text: Any) -> str:
    return str(text)[:1].upper() + str(text)[1:]


def price_words(price: Price | None) -> str:
    """What it costs: "£18 an hour"."""
    if price is None:
        return ""
    if price.pence == 0:
        return _("Free")
    return f"{pounds_short(price.pence)} {say(PER_WORDS[price.per])}"  # type: ignore[index]


def when_words(hit: Hit) -> str:
    """The days, with their hours where they are the same: "Tuesday and Thursday, 4pm to 8pm"."""
    times = hit.card.get("times") or []
    days = [say(DAY_WORDS[day]) for day in hit.days]  # type: ignore[index]
    if not days:
        return str(hit.card.get("times_note") or "") or _("You agree the days")
    named = _("Every day") if len(days) == _EVERY_DAY else _listed(days)
    hours = {(t["opens"], t["closes"]) for t in times}
    if len(hours) != 1:
        return named
    opens, closes = hours.pop()
    span = _("%(opens)s to %(closes)s", opens=_hour(opens), closes=_hour(closes))
    return f"{named}, {span.replace(' ', NO_BREAK)}"


def _listed(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("%(most)s and %(last)s", most=", ".join(words[:-1]), last=words[-1])


def _hour(text: str) -> str:
    hour, minute = (int(part) for part in str(text).split(":")[:2])
    half = "am" if hour < 12 else "pm"
    shown = hour % 12 or 12
    return f"{shown}:{minute:02d}{half}" if minute else f"{shown}{half}"


def why_texts(hit: Hit, place: Place | None = None) -> list[str]:
    """Why it is here, in a few words each: words found, how far, room, price."""
    found = [_close(f) if f.field is Field.ALIKE else f.word for f in hit.found]
    texts = list(dict.fromkeys(found))
    if hit.distance_m is not None:
        texts.append(_far(hit, place))
    if hit.has_room:
        texts.append(_("has room"))
    if hit.price is not None:
        texts.append(price_words(hit.price))
    return texts or [_("newest first")]


def _close(found: FoundWord) -> str:
    return _("%(help)s, close to %(typed)s", help=found.help_name, typed=found.typed)


def reasons(hit: Hit, asked: Asked, place: Place | None = None) -> list[Reason]:
    """The same as sentences for the card, the found words set apart to be marked."""
    found = [_reason(f) for f in hit.found]
    found += list(_filters(hit, asked))
    if not found and hit.visits and hit.distance_m is not None:
        found.append(Reason(_("they come to where you are")))
    elif not found and hit.distance_m is not None:
        found.append(Reason(_("it is %(far)s away", far=_far(hit, place))))
    if not found or (hit.has_room and len(found) == 1 and not asked.has_room):
        found.append(Reason(_("it has room now") if hit.has_room else _("you asked for everyone")))
    return list(dict.fromkeys(found))


def _filters(hit: Hit, asked: Asked) -> Iterator[Reason]:
    for pay in asked.pays:
        if pay in hit.pays:
            way = say(PAY_WORDS[pay])  # type: ignore[index]
            yield Reason(_("you can pay with: %(way)s", way=way[:1].lower() + way[1:]))
    days = [say(DAY_WORDS[d]) for d in asked.days if d in hit.days]  # type: ignore[index]
    if days:
        yield Reason(_("it is there on %(days)s", days=_listed(days)))
    if asked.has_room:
        yield Reason(_("it has room now"))


def _reason(found: FoundWord) -> Reason:
    if found.field is Field.HELP and found.help_name:
        return _marked(_("it helps with %(help)s", help=_HERE), found.help_name, found.word)
    if found.field is Field.ALIKE and found.help_name:
        words = _("it helps with %(help)s, close to %(typed)s", help=_HERE, typed=found.typed)
        return _marked(words, found.help_name, found.help_name)
    if found.field is Field.NAME:
        return _marked(_("its name has “%(word)s”", word=_HERE), found.word, found.word)
    return _marked(_("its page says “%(word)s”", word=_HERE), found.word, found.word)


def _marked(words: str, shown: str, found: str) -> Reason:
    """`words` with `shown` put in, and within that `found` set apart."""
    before, after = words.split(_HERE, 1)
    shown = shown[:1].lower() + shown[1:] if before else shown
    at = max(shown.lower().find(found.lower()), 0)
    end = at + len(found)
    return Reason(before + shown[:at], shown[at:end], shown[end:] + after)
