"""The ways on from a search that found nothing, each with how many it would find."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from microcare.index.queries import count, nearest
from microcare.index.words import asked_words, plain_words
from microcare.places.values import Place
from microcare.search.values import MOST_MILES, Asked, Way

_WIDER_MILES = (20, MOST_MILES)
_MOST_WORDS_LEFT_OUT = 4
_MOST_WAYS = 5


def ways_on(session: Session, asked: Asked, place: Place | None) -> list[Way]:
    """At most five ways that would each find something, the likeliest first."""
    ways = [*_wider(session, asked, place), *_other(session, asked, place)]
    if not ways and place is not None:
        ways = list(_fewer_words_further(session, asked, place))
    if not ways:
        ways = list(_anything(session, asked, place))
    return ways[:_MOST_WAYS]


def _wider(session: Session, asked: Asked, place: Place | None) -> Iterator[Way]:
    if place is None:
        return
    for miles in (m for m in _WIDER_MILES if m > asked.within_miles):
        further = asked.but(within_miles=miles)
        if found := count(session, further.query(place)):
            away = nearest(session, further.query(place))
            yield Way("further", further, found, nearest_m=away)
            return
    anywhere = asked.but(near="")
    if found := count(session, anywhere.query(None)):
        yield Way("anywhere", anywhere, found)


def _other(session: Session, asked: Asked, place: Place | None) -> Iterator[Way]:
    for change, word, other in (*_fewer_words(asked), *_fewer_filters(asked)):
        if found := count(session, other.query(place)):
            yield Way(change, other, found, word=word)


def _fewer_words(asked: Asked) -> Iterator[tuple[str, str, Asked]]:
    words = asked_words(asked.q)
    if len(words) < 2:
        return
    typed = asked.q.split()
    for word in words[:_MOST_WORDS_LEFT_OUT]:
        left = " ".join(t for t in typed if word not in plain_words(t))
        yield "word", word, asked.but(q=left)


def _fewer_words_further(session: Session, asked: Asked, place: Place) -> Iterator[Way]:
    for _change, word, other in _fewer_words(asked):
        further = other.but(within_miles=MOST_MILES)
        if found := count(session, further.query(place)):
            away = nearest(session, further.query(place))
            yield Way("word_further", further, found, word=word, nearest_m=away)


def _fewer_filters(asked: Asked) -> Iterator[tuple[str, str, Asked]]:
    nothing: dict[str, Any] = {
        "has_room": False,
        "max_pence_an_hour": None,
        "days": (),
        "pays": (),
        "helps": (),
        "kinds": (),
    }
    for name, off in nothing.items():
        if getattr(asked, name) != off:
            yield name, "", asked.but(**{name: off})


def _anything(session: Session, asked: Asked, place: Place | None) -> Iterator[Way]:
    everyone = Asked(near=asked.near, within_miles=asked.within_miles)
    for change, other, where in (
        ("everyone", everyone, place),
        ("everyone_further", everyone.but(within_miles=MOST_MILES), place),
        ("everywhere", Asked(), None),
    ):
        if place is None and change != "everywhere":
            continue
        if found := count(session, other.query(where)):
            yield Way(change, other, found)
            return
