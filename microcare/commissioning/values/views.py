"""What a member sees of their group. Every sum is the reader's own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from microcare.commissioning.values.splits import WAY_WORDS, Way
from microcare.commissioning.values.terms import (
    FEWEST_MEMBERS,
    Asked,
    MyShare,
    OfferTerms,
    RequestState,
    Wants,
)
from microcare.decisions.values import Outcome, Proof, Standing
from microcare.directory.values import CARE_WORDS, CareBasis
from microcare.groups.values import MemberName
from microcare.kernel.clock import LONDON
from microcare.kernel.money import nearest


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer as one member sees it: their own sums and nobody else's, in pence."""

    id: UUID
    provider: str
    slug: str
    terms: OfferTerms
    share: MyShare
    left: int
    is_open: bool
    fits: bool
    # What comes free of earlier promises, and from which day on this takes their place (P20).
    freed: int = 0
    replaces_from: date | None = None
    # Care of the body, on what basis, and whom to ring about somebody's safety (P50).
    care: CareBasis = CareBasis.NO_CARE
    safe_name: str = ""
    safe_phone: str = ""
    # Whether the reader said that they are paid by the provider, or close to who is (P26).
    is_tied: bool = False

    @property
    def care_words(self) -> str:
        """The basis in words, untranslated; empty where it is no care of the body."""
        return CARE_WORDS[self.care]

    @property
    def left_after(self) -> int:
        """Pence this member would have left after a yes; below 0 when it does not reach."""
        return self.left + self.freed - self.share.total

    @property
    def about_a_week(self) -> int:
        """Pence a week, rounded where the sessions are further apart or cost different sums."""
        share, weeks = self.share, self.terms.every_weeks
        if not share.is_even or share.sessions < self.terms.sessions:
            return nearest(share.total, self.terms.sessions * weeks)
        return nearest(share.usual, weeks)


@dataclass(frozen=True, slots=True)
class PlanTies:
    """Who is tied to the provider (P26): whoever put it, and the reader by their own word.

    `put_by` is None where whoever put it has no tie; else a first name, "" if they have left.
    """

    put_by: str | None = None
    is_put_by_me: bool = False
    is_mine: bool = False


NO_TIES = PlanTies()


@dataclass(frozen=True, slots=True)
class PlanView:
    """What everyone is deciding, or last decided, as one member sees it.

    `mine` is None for somebody who joined after it was opened, or who stands aside (`is_aside`).
    """

    provider: str
    slug: str
    terms: OfferTerms
    standing: Standing
    outcome: Outcome | None
    commits_at: datetime | None
    thinking_days: int
    my_answer: str
    short_pence: int
    worries: tuple[str, ...]
    mine: OfferView | None
    my_days: tuple[tuple[date, int], ...]
    proof: Proof | None
    is_over: bool
    closes_at: datetime
    is_aside: bool = False
    is_stopped: bool = False
    # Everyone must say yes, and a bare no of one stops it (P22).
    by_all: bool = False
    may_end: bool = False
    may_ask_for_time: bool = False
    # Somebody answered for this member, and promises may wait for the member to look (P30).
    looks_again: bool = False
    way: Way = Way.EQUAL
    # By first name ("" for whoever has left): hours, sessions, or pence of each session.
    parts: tuple[tuple[str, str | int], ...] = ()
    sharers: int = 0
    # The first day whose promised session this takes the place of.
    replaces_from: date | None = None
    # The first day that waits, because fewer people are left than it needs (P36).
    waits_from: date | None = None
    # Whom it is with cannot go on for now (P42).
    is_out_of_work: bool = False
    ties: PlanTies = NO_TIES

    @property
    def may_join_in(self) -> bool:
        """Whether whoever stands aside can take part after all: where no number of theirs lacks."""
        return self.is_aside and self.way in (Way.EQUAL, Way.ABILITY)

    @property
    def how_split(self) -> str:
        """The way in words, to be said in the reader's language."""
        return WAY_WORDS[self.way]

    @property
    def is_open(self) -> bool:
        """Whether it is still being decided."""
        return self.standing in (Standing.WAITING, Standing.THINKING, Standing.DUE)

    @property
    def may_answer(self) -> bool:
        """Whether a mind can still be changed."""
        is_asked = self.mine is not None or self.is_aside
        is_open = self.standing in (Standing.WAITING, Standing.THINKING) or self.looks_again
        return is_open and is_asked

    @property
    def waits_for_me(self) -> bool:
        """Whether an answer of one who would pay is still to come."""
        return self.may_answer and self.mine is not None and not self.my_answer

    @property
    def answer_by(self) -> date:
        """The last whole day to answer."""
        return (self.closes_at - timedelta(seconds=1)).astimezone(LONDON).date()

    @property
    def ended_without(self) -> bool:
        """Whether it ended and nothing was promised, for a reason that is nobody's business."""
        return not self.is_open and self.outcome not in (Outcome.PASSED, Outcome.SHORT)


_STAGES = {Standing.WAITING: "decide", Standing.THINKING: "think", Standing.DUE: "due"}


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group's page as one member sees it."""

    id: UUID
    name: str
    members: tuple[MemberName, ...]
    has_room: bool
    wants: Wants | None
    asked: tuple[Asked, ...]
    offers: tuple[OfferView, ...]
    plan: PlanView | None
    my_left: int
    my_left_until: date | None
    is_ending: bool = False
    is_closed: bool = False
    # What is promised and still to come, which is the plan shown unless a newer one is open.
    running: PlanView | None = None
    # A newer plan that ended without a promise, while what was promised before goes on.
    failed: PlanView | None = None
    # A helper sees what a plan costs, and what is left only if the money is shown to them.
    is_left_shown: bool = True
    # Whoever works or invests in a co-operative decides on no money, and sees nobody's (P28, P48).
    is_spender: bool = True
    # The sums of the group were found to differ, so nothing new is promised in it (P11).
    is_in_doubt: bool = False
    # Who would share what is put to everyone: of a co-operative, its users.
    sharing: tuple[MemberName, ...] = ()

    @property
    def stage(self) -> str:
        """What comes next: invite, write, ask, wait, choose, decide, think, due, short, agreed;
        or that what is promised waits, or that whom it is with cannot go on."""
        if self.plan and self.plan.is_open:
            return _STAGES[self.plan.standing]
        if self.plan and self.plan.outcome is Outcome.SHORT:
            return "short"
        next_one = self._before_a_plan()
        promised = self.plan is not None and self.plan.outcome is Outcome.PASSED
        if self.running is not None and self.is_halted:
            halted = "out" if self.running.is_out_of_work else "waits"
            return "choose" if next_one == "choose" else halted
        return "agreed" if promised and (self.is_promised or next_one == "ask") else next_one

    @property
    def is_halted(self) -> bool:
        """Whether what is promised does not go on: too few people, or whom it is with."""
        one = self.running
        return one is not None and (one.is_out_of_work or one.waits_from is not None)

    @property
    def is_promised(self) -> bool:
        """Whether promised sessions are still to come."""
        return self.running is not None

    @property
    def may_choose(self) -> bool:
        """Whether an offer can be put to everyone now."""
        return not (self.plan and self.plan.is_open)

    def _before_a_plan(self) -> str:
        if len(self.members) < FEWEST_MEMBERS:
            return "invite"
        if any(offer.is_open for offer in self.offers):
            return "choose"
        if self.wants is None:
            return "write"
        waiting = any(asked.state is RequestState.WAITING for asked in self.asked)
        return "wait" if waiting else "ask"
