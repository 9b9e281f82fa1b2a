"""Makes a statement from what the ledger wrote of one purse by the end of a day (pooling P43)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.budgets.queries import account_of
from microcare.budgets.values import Funding
from microcare.kernel.clock import LONDON
from microcare.ledger.queries import entries_of_purse, holds_of_purses, retired_of_purse
from microcare.ledger.values import Bucket
from microcare.ledger.values.chain import Entry, Promised
from microcare.people.queries import people_by_ids
from microcare.spending.queries.telling import Told, told_of
from microcare.spending.values.statement import (
    Flow,
    Line,
    Part,
    Period,
    Proof,
    Standing,
    Statement,
    in_order,
)

_PARTS = {
    (Bucket.SOURCE, Bucket.AVAILABLE): (Part.SET_ASIDE, Proof.TOLD),
    (Bucket.AVAILABLE, Bucket.SOURCE): (Part.TAKEN_BACK, Proof.TOLD),
    (Bucket.HELD, Bucket.SPENT): (Part.SPENT, Proof.BY_YOU),
    (Bucket.SPENT, Bucket.REFUND_DUE): (Part.MONEY_BACK, Proof.BY_THEM),
    (Bucket.AVAILABLE, Bucket.RETURNED): (Part.RETURNED, Proof.TOLD),
    (Bucket.REFUND_DUE, Bucket.RETURNED): (Part.RETURNED, Proof.TOLD),
}


def statement_of(
    session: Session, budget: Budget, *, period: Period, as_of: date, since: date | None = None
) -> Statement:
    """One budget's money for one period, as it stood at the end of a London day.

    Nothing that was written later is in it, so it can be made again and is the same. Raises
    DoesNotAddUp.
    """
    end, start = _begins(as_of + timedelta(days=1)), _begins(since) if since else None
    written = entries_of_purse(session, budget.id, before=end)
    entries = [entry for entry in written if entry.closes_on == period.closes_on]
    kept = {hold.id for hold in holds_of_purses(session, [budget.id]) if hold.is_kept}
    gone = _retired_flows(session, budget, period)
    before = [entry for entry in entries if start is not None and entry.at < start]
    within = entries[len(before) :]
    first, last = _Books(before, kept, start or end), _Books(entries, kept, end)
    flows = _flows(within)
    flows[Bucket.HELD, Bucket.AVAILABLE] += last.lapsed - first.lapsed
    told = told_of(session, budget.person_id, entries, before=end)
    lines = [*_lines(within, told), *_promises(last.open_holds(), told)]
    if start is None:
        lines += _retired_lines(gone)
        flows.update(gone)
    return Statement(
        name=_name(session, budget),
        funding=Funding(budget.funding),
        funder=budget.funder,
        period=period,
        since=since,
        as_of=as_of,
        opening=first.standing(gone if start is not None else Counter()),
        flows=flows,
        closing=last.standing(gone),
        lines=in_order(lines),
        not_due=last.not_due(as_of, gone),
        account=account_of(session, budget, before=end),
    )


def _name(session: Session, budget: Budget) -> str:
    # Also of somebody who has died: whoever looks after what they left is handed it.
    return people_by_ids(session, [budget.person_id])[budget.person_id].name


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def _flows(entries: Iterable[Entry]) -> Counter[Flow]:
    flows: Counter[Flow] = Counter()
    for entry in entries:
        flows[entry.source, entry.target] += entry.pence
    return flows


class _Books:
    """Where the pence of some entries are, with holds past their time at `end` counted as free."""

    def __init__(self, entries: Iterable[Entry], kept: set[UUID], end: datetime):
        self.pots: dict[UUID, tuple[date, Counter[Bucket]]] = {}
        held: Counter[UUID] = Counter()
        self._holds: dict[UUID, tuple[Promised, UUID]] = {}
        for entry in entries:
            _, pot = self.pots.setdefault(entry.pot, (entry.opens_on, Counter()))
            pot[entry.source] -= entry.pence
            pot[entry.target] += entry.pence
            if entry.hold is not None:
                self._holds[entry.hold.id] = (entry.hold, entry.pot)
                held[entry.hold.id] += entry.pence * (entry.target is Bucket.HELD)
                held[entry.hold.id] -= entry.pence * (entry.source is Bucket.HELD)
        self._held = {hold: pence for hold, pence in held.items() if pence}
        self.lapsed = 0
        for hold in [h for h in self._held if h not in kept]:
            promised, pot_id = self._holds[hold]
            if promised.expires_at < end:
                pence = self._held.pop(hold)
                self.lapsed += pence
                self.pots[pot_id][1][Bucket.HELD] -= pence
                self.pots[pot_id][1][Bucket.AVAILABLE] += pence

    def standing(self, gone: Counter[Flow]) -> Standing:
        """Pence left, promised and owed back, with what retired books come to."""
        total: Counter[Bucket] = Counter()
        for _, pot in self.pots.values():
            total.update(pot)
        return Standing(
            left=total[Bucket.AVAILABLE] + _left_by(gone),
            promised=total[Bucket.HELD],
            owed_back=total[Bucket.REFUND_DUE],
        )

    def open_holds(self) -> list[tuple[Promised, int]]:
        """The holds that still stand, with their pence."""
        return [(self._holds[hold][0], pence) for hold, pence in self._held.items()]

    def not_due(self, as_of: date, gone: Counter[Flow]) -> int:
        """Pence left in instalments that come only after the day."""
        later = [pot[Bucket.AVAILABLE] for opens_on, pot in self.pots.values() if opens_on > as_of]
        return min(sum(later), self.standing(gone).left)


def _left_by(gone: Counter[Flow]) -> int:
    return gone[Bucket.REFUND_DUE, Bucket.AVAILABLE] - gone[Bucket.AVAILABLE, Bucket.HELD]


def _retired_flows(session: Session, budget: Budget, period: Period) -> Counter[Flow]:
    """What books that are no longer kept did, as far as their sums tell."""
    sums = retired_of_purse(session, budget.id, closes_on=period.closes_on)
    spent, returned = sums[Bucket.SPENT], sums[Bucket.RETURNED]
    flows = {
        (Bucket.AVAILABLE, Bucket.HELD): spent + returned,
        (Bucket.HELD, Bucket.SPENT): spent + returned,
        (Bucket.SPENT, Bucket.REFUND_DUE): returned,
        (Bucket.REFUND_DUE, Bucket.RETURNED): returned,
    }
    return Counter({way: pence for way, pence in flows.items() if pence})


def _retired_lines(gone: Counter[Flow]) -> list[Line]:
    return [
        Line(part=_PARTS[way][0], pence=pence, proof=_PARTS[way][1], written_on=None, key="retired")
        for way, pence in gone.items()
        if way in _PARTS
    ]


@dataclass
class _Sum:
    """Pence of one event for one meeting: an event may take them from several instalments."""

    entry: Entry
    pence: int = 0
    count: int = 0


def _lines(entries: Iterable[Entry], told: Told) -> list[Line]:
    sums: dict[tuple[UUID, Part, UUID | None], _Sum] = {}
    for entry in entries:
        if found := _PARTS.get((entry.source, entry.target)):
            ref = entry.hold.ref if entry.hold else None
            one = sums.setdefault((entry.event, found[0], ref), _Sum(entry))
            one.pence += entry.pence
            one.count += 1
    return [_line(one, told) for one in sums.values()]


def _line(one: _Sum, told: Told) -> Line:
    entry = one.entry
    part, proof = _PARTS[entry.source, entry.target]
    meeting = told.meeting(entry)
    came_on = told.came_on(entry) if part is Part.MONEY_BACK else None
    if part is Part.SPENT:
        proof = told.proof(entry)
    return Line(
        part=part,
        pence=one.pence,
        proof=Proof.BY_YOU if came_on else proof,
        written_on=entry.at.astimezone(LONDON).date(),
        key=f"{entry.event} {entry.hold.ref if entry.hold else ''}",
        meeting=meeting,
        reference=told.reference(entry),
        reason=told.reason(entry) if part is Part.MONEY_BACK else "",
        count=one.count,
        came_on=came_on,
        outcome=told.outcome(entry) if part is Part.SPENT else "",
        has_receipt=part is Part.SPENT and told.has_receipt(entry),
    )


def _promises(holds: Iterable[tuple[Promised, int]], told: Told) -> list[Line]:
    """A line for each meeting that is still promised."""
    pence: Counter[UUID] = Counter()
    for hold, part in holds:
        pence[hold.ref] += part
    return [
        Line(
            part=Part.PROMISED,
            pence=part,
            proof=Proof.PROMISED,
            written_on=None,
            key=str(ref),
            meeting=told.promised(ref),
        )
        for ref, part in pence.items()
    ]
