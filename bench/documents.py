"""A made-up country of documents: places by their people, words by a Zipf law, always the same."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random

from microcare.directory.values import HelpTerm
from microcare.index.values import DAYS, KINDS, PAYS, Document, Help, Price
from microcare.places.gazetteer.tables import Town, outcodes, towns

_SYLLABLES = (
    "ba be bo da de do fa fi ga go ha he ka ko la le lo ma me mo na ne pa po ra re sa so ta"
)
_NEWEST = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


class Country:
    """Makes documents, and searches that people there might make, from one seed."""

    def __init__(self, helps: list[HelpTerm], *, seed: int = 1):
        self.dice = Random(seed)
        self.helps = [Help(term.slug, term.name, term.alike) for term in helps]
        self.towns = towns()
        self._by_people = list(accumulate(max(t.population, 200) for t in self.towns))
        self._outcodes = [o for o in outcodes().values() if o.live_postcodes]
        self._by_postcodes = list(accumulate(o.live_postcodes or 0 for o in self._outcodes))
        parts = _SYLLABLES.split()
        self.words = [
            "".join(self.dice.choices(parts, k=self.dice.randint(2, 4))) for _ in range(20_000)
        ]
        self._by_rank = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    def town(self) -> Town:
        """A town, as likely as it has people."""
        return self.dice.choices(self.towns, cum_weights=self._by_people)[0]

    def outcode(self) -> str:
        """Where somebody looks from, as likely as it has postcodes."""
        return self.dice.choices(self._outcodes, cum_weights=self._by_postcodes)[0].code

    def text(self, count: int) -> str:
        """So many words, the common ones often."""
        return " ".join(self.dice.choices(self.words, cum_weights=self._by_rank, k=count))

    def documents(self, count: int) -> Iterator[Document]:
        """So many documents."""
        return (self._document(number) for number in range(count))

    def _document(self, number: int) -> Document:
        dice, town = self.dice, self.town()
        helps = tuple(dice.sample(self.helps, dice.randint(1, 4)))
        visits = dice.random() < 0.5
        return Document(
            listing_id=uuid.UUID(int=dice.getrandbits(128), version=4),
            slug=f"listing-{number}",
            name=f"{self.text(2).title()} {town.name}",
            kind=dice.choices(KINDS, [70, 8, 3, 2, 2, 10, 5])[0],
            summary=f"{helps[0].name}. {self.text(12)}",
            lat=town.point.lat + dice.gauss(0, 0.03),
            lng=town.point.lng + dice.gauss(0, 0.05),
            published_at=_NEWEST - timedelta(minutes=dice.randrange(1_000_000)),
            body=f"{self.text(60)} {town.name} {town.county}",
            helps=helps,
            served_radius_m=dice.choice([3_000, 8_000, 16_000, 32_000]) if visits else None,
            comes_to=not visits or dice.random() < 0.2,
            pays=tuple(dice.sample(PAYS, dice.randint(1, 4))),
            days=tuple(dice.sample(DAYS, dice.randint(1, 6))),
            has_room=dice.random() < 0.6,
            price=self._price(),
            confirmed_on=date(2026, 11, 1) - timedelta(days=dice.randrange(200)),
            card={"room": "room", "near": f"near {town.name}", "times": []},
        )

    def _price(self) -> Price | None:
        pence = self.dice.randrange(1200, 3000, 50)
        return self.dice.choice(
            [None, Price(pence, "hour"), Price(pence, "hour"), Price(pence * 2, "session", 120)]
        )

    def wish(self) -> str:
        """What somebody types: a kind of help or other words for it, sometimes misspelt."""
        term = self.dice.choice(self.helps)
        words = self.dice.choice([term.name, *term.alike])
        if self.dice.random() < 0.2 and len(words) > 5:
            at = self.dice.randrange(1, len(words) - 2)
            words = words[:at] + words[at + 1] + words[at] + words[at + 2 :]
        return words if self.dice.random() < 0.8 else f"{words} {self.text(1)}"
