"""An offer is put to everyone, and each answers with their own money or not at all."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.budgets.queries import budgets_of
from microcare.budgets.values import NO_PLEDGE, Pledge
from microcare.commissioning.models import Agreement, Offer, OwnKey, OwnKeyBudget
from microcare.commissioning.policies import EQUALLY, is_open_offer, split_of
from microcare.commissioning.queries import agreed_offers, agreement_of, own_most
from microcare.commissioning.queries.ties import is_tied
from microcare.commissioning.services.acting import check_helper
from microcare.commissioning.services.aside import go_on_without
from microcare.commissioning.services.counting import answered_otherwise
from microcare.commissioning.services.pledging import keep_pledge
from microcare.commissioning.services.providers import open_provider
from microcare.commissioning.services.settling import (
    freed_by,
    settle,
    settle_group,
    void_plan,
    wishes_of,
)
from microcare.commissioning.services.tying import keep_tie
from microcare.commissioning.services.versions import open_version
from microcare.commissioning.values import (
    FEWEST_MEMBERS,
    AboveMyMost,
    HelperIsPaid,
    NoMoneyForDays,
    NotEnoughLeft,
    NothingToPay,
    NotYourMoney,
    NotYoursToEnd,
    OfferIsOver,
    PickYourMoney,
    Split,
    TooFewMembers,
    TooManyForOffer,
)
from microcare.decisions.policies import is_open_to, may_take_back
from microcare.decisions.queries import locked_proposal, open_proposal_id, proposal_by_id
from microcare.decisions.services import give_answer
from microcare.decisions.values import Answer, Method, OneAtATime, ProposalHasEnded
from microcare.groups.models import Group
from microcare.groups.queries import locked_group
from microcare.groups.values import GroupIsEnding
from microcare.kernel.clock import Clock
from microcare.kernel.money import pounds
from microcare.ledger.services import place_holds
from microcare.ledger.values import Act, HoldExceedsAvailable
from microcare.people.values import Spoken


def choose_offer(
    session: Session,
    group: Group,
    offer: Offer,
    *,
    person_id: UUID,
    clock: Clock,
    split: Split = EQUALLY,
    tied: bool = False,
    method: Method = Method.CONSENT,
    helper_id: UUID | None = None,
) -> Agreement:
    """Puts an offer to every member, with each one's share worked out and kept (P16, P17, P20).

    Pressed twice it is put once. `tied`: whoever puts it says that they are paid by the provider,
    or close to who is; all are told (P26). `method` is sealed with it (P21, P22). Raises
    OneAtATime, GroupIsEnding, NotYourMoney, HelperIsPaid, what `_check` and `open_version` raise.
    """
    locked = locked_group(session, group.id) or group
    session.refresh(offer)
    if helper_id is not None and is_tied(session, offer.request.listing_id, helper_id):
        raise HelperIsPaid
    if tied:
        keep_tie(session, offer.request.listing_id, person_id=person_id, clock=clock)
    settle_group(session, group.id, clock=clock)
    open_id = open_proposal_id(session, group.id)
    if open_id is not None:
        return _same(session, open_id, offer, split, method)
    people = locked.spender_ids
    if person_id not in people:
        raise NotYourMoney
    if locked.winding_since is not None:
        raise GroupIsEnding
    _check(session, offer, people=len(people), clock=clock)
    put = partial(open_version, session, locked, offer, split=split, method=method)
    return put(payers=people, opened_by=person_id, clock=clock)


def _same(session: Session, open_id: UUID, offer: Offer, split: Split, method: Method) -> Agreement:
    proposal, agreement = proposal_by_id(session, open_id), agreement_of(session, open_id)
    if proposal is None or agreement is None or agreement.offer_id != offer.id:
        raise OneAtATime
    if split_of(proposal) != split or proposal.method != method:
        raise OneAtATime
    return agreement


def _check(session: Session, offer: Offer, *, people: int, clock: Clock) -> None:
    """Raises TooFewMembers, TooManyForOffer, OfferIsOver, ProviderNotOpen, CareNotRegistered."""
    if people < FEWEST_MEMBERS:
        raise TooFewMembers
    if people > offer.most_people:
        raise TooManyForOffer(most=offer.most_people)
    if not is_open_offer(offer, clock.today()) or agreed_offers(session, [offer.id]):
        raise OfferIsOver
    open_provider(session, offer.request.listing_id, clock=clock)


def stop_plan(
    session: Session, group: Group, *, clock: Clock, person_id: UUID | None = None
) -> None:
    """Ends what the group is deciding, so that another offer can be chosen; each yes is void.

    Whoever put it may, and anybody while a worry stands; nobody is told which one did. Without a
    person it ends with the group. Raises NotYoursToEnd.
    """
    locked_group(session, group.id)
    settle_group(session, group.id, clock=clock)
    found = open_proposal_id(session, group.id)
    proposal = proposal_by_id(session, found) if found else None
    if proposal and person_id and not may_take_back(proposal, person_id):
        raise NotYoursToEnd
    void_plan(session, group.id, clock=clock)


def answer_plan(
    session: Session,
    agreement: Agreement,
    *,
    person_id: UUID,
    answer: Answer,
    budgets: Collection[Budget],
    clock: Clock,
    reason: str = "",
    sooner: bool = False,
    pledge: Pledge = NO_PLEDGE,
    spoken: Spoken | None = None,
) -> None:
    """Takes a member's answer; a yes names their own money, which must reach today (P19).

    It may name several budgets (P2a). `spoken`: by a helper, who needs the right to (P30, P31).
    Raises what check_own_money, check_helper, keep_pledge and give_answer raise.
    """
    locked_group(session, agreement.group_id)
    fresh = agreement_of(session, agreement.proposal_id) or agreement
    check_it_is_open(session, fresh, person_id=person_id, clock=clock)
    if spoken is not None:
        check_helper(session, fresh, spoken, answer=answer, person_id=person_id, clock=clock)
    if answer is Answer.YES:
        check_own_money(session, fresh, budgets, person_id=person_id, pledge=pledge, clock=clock)
    give_answer(
        session,
        agreement.proposal_id,
        person_id=person_id,
        answer=answer,
        reason=reason,
        sooner=sooner,
        spoken=spoken,
        clock=clock,
    )
    answered_otherwise(session, agreement.proposal_id, person_id, clock=clock)
    if answer is Answer.ASIDE and person_id in fresh.people:
        go_on_without(session, fresh, person_id=person_id, clock=clock)
    else:
        settle(session, agreement.proposal_id, clock=clock)


def check_it_is_open(
    session: Session, agreement: Agreement, *, person_id: UUID, clock: Clock
) -> None:
    """Before anything of a promise is touched: what was pledged for it stays as it is."""
    proposal = locked_proposal(session, agreement.proposal_id)
    if proposal is None or not is_open_to(proposal, clock.now(), person_id):
        raise ProposalHasEnded


def check_own_money(
    session: Session,
    agreement: Agreement,
    budgets: Collection[Budget],
    *,
    person_id: UUID,
    pledge: Pledge,
    clock: Clock,
) -> None:
    """Keeps which of their own money a yes names and what for, where it reaches today (P19).

    Each budget is for the sessions of its days (P2a). Raises NothingToPay, PickYourMoney,
    NoMoneyForDays, AboveMyMost, NotEnoughLeft, and what keep_pledge raises.
    """
    if person_id not in agreement.people:
        raise NothingToPay
    mine = [b for b in budgets if b.person_id == person_id and b.stopped_at is None]
    if not mine or len(mine) < len(budgets):
        raise PickYourMoney
    _check_days(agreement, mine, person_id=person_id)
    _check_most(session, agreement, person_id=person_id)
    _turn_key(session, agreement, mine, person_id=person_id, clock=clock)
    keep_pledge(session, agreement, mine, person_id=person_id, pledge=pledge, clock=clock)
    _check_it_reaches(session, agreement, person_id=person_id, clock=clock)


def _check_days(agreement: Agreement, budgets: Collection[Budget], *, person_id: UUID) -> None:
    """Whether each day that costs this person lies in one of their budgets (P2a)."""
    for one in agreement.sessions:
        costs = any(share.person_id == person_id for share in one.shares)
        if costs and not any(b.starts_on <= one.day <= b.ends_on for b in budgets):
            raise NoMoneyForDays


def _check_most(session: Session, agreement: Agreement, *, person_id: UUID) -> None:
    said, dearest = own_most(session, agreement.group_id, person_id), agreement.dearest(person_id)
    if said is not None and dearest > said * agreement.offer.every_weeks:
        told = (dearest, said * agreement.offer.every_weeks)
        share, most = (f"£{pounds(pence):,.2f}" for pence in told)
        raise AboveMyMost(share=share, most=most)


def _turn_key(
    session: Session,
    agreement: Agreement,
    budgets: Collection[Budget],
    *,
    person_id: UUID,
    clock: Clock,
) -> None:
    mine = next((key for key in agreement.keys if key.person_id == person_id), None)
    if mine is None:
        mine = OwnKey(person_id=person_id)
        agreement.keys.append(mine)
    mine.at = clock.now()
    chosen = {budget.id for budget in budgets}
    kept = [named for named in mine.budgets if named.budget_id in chosen]
    new = chosen - {named.budget_id for named in kept}
    mine.budgets = [*kept, *(OwnKeyBudget(budget_id=budget_id) for budget_id in new)]
    session.flush()  # the wishes below are read from the keys


def _check_it_reaches(
    session: Session, agreement: Agreement, *, person_id: UUID, clock: Clock
) -> None:
    wishes = wishes_of(session, agreement, people=[person_id])
    trial = session.begin_nested()
    try:
        act = Act(actor=person_id, key=f"trial {agreement.id}")
        mine = {budget.id for budget in budgets_of(session, person_id)}
        freed = freed_by(session, agreement, clock=clock, purses=mine)
        place_holds(session, wishes=wishes, instead_of=freed, act=act, clock=clock)
    except HoldExceedsAvailable as short:
        needed = sum(wish.pence for wish in wishes)
        left = needed - sum(short.short.values())
        shown = {"left": f"£{pounds(left):,.2f}", "needed": f"£{pounds(needed):,.2f}"}
        raise NotEnoughLeft(**shown) from None
    finally:
        # Only to see whether it would reach: nothing is promised until everyone has agreed.
        if trial.is_active:
            trial.rollback()
