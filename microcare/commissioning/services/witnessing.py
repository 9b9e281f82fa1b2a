"""A yes by voice, sign or symbols before two witnesses: written down, witnessed, told (P31a).

Whoever may pass on answers writes it down; it is the person's own, and the two who saw it say so
by themselves, each by a secret link (`confirming`). When it counts is `counting`'s.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.budgets.values import Pledge
from microcare.commissioning.models import Agreement, WitnessedYes, YesWitness
from microcare.commissioning.queries import agreement_of
from microcare.commissioning.queries.ties import is_tied
from microcare.commissioning.queries.witnessing import standing_yes
from microcare.commissioning.services.agreeing import check_it_is_open, check_own_money
from microcare.commissioning.services.counting import gains_by
from microcare.commissioning.values import (
    AboveMyMost,
    HelperIsPaid,
    Named,
    NotEnoughLeft,
    NotWithThatMoney,
    OnePersonTwice,
    SaidYesAlready,
    WaitsAlready,
    WitnessGains,
    mailbox,
)
from microcare.decisions.policies import latest_answers
from microcare.decisions.queries import proposal_by_id
from microcare.decisions.values import Answer
from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.outbox.services import queue
from microcare.people.models import Person
from microcare.people.queries import person_by_email
from microcare.people.services import note_deed, send_link, still_speaks
from microcare.people.values import (
    AuthorityIsOver,
    How,
    Purpose,
    Spoken,
    normal_email,
)


def record_witnessed(
    session: Session,
    agreement: Agreement,
    *,
    person: Person,
    spoken: Spoken,
    budgets: Collection[Budget],
    pledge: Pledge,
    witnesses: Sequence[Named],
    sees_money: bool,
    clock: Clock,
) -> WitnessedYes:
    """Writes down a yes that two people saw, asks both, and tells the person; it counts later.

    The money is looked at as for any yes. Raises HelperIsPaid, AuthorityIsOver, SaidYesAlready,
    WaitsAlready, OnePersonTwice, WitnessGains, NotWithThatMoney, and what check_own_money raises.
    """
    locked_group(session, agreement.group_id)
    fresh = agreement_of(session, agreement.proposal_id) or agreement
    check_it_is_open(session, fresh, person_id=person.id, clock=clock)
    _check_helper(session, fresh, spoken, clock=clock)
    _check_none_yet(session, fresh, person.id)
    found = _accounts(session, fresh, witnesses, person=person, helper_id=spoken.helper_id)
    _check_money(session, fresh, budgets, person, pledge=pledge, sees_money=sees_money, clock=clock)
    deed = note_deed(session, spoken, what="commissioning.write_witnessed", clock=clock)
    session.flush()  # its id stands in the row
    yes = _kept(session, fresh, spoken, person_id=person.id, deed_id=deed.id, clock=clock)
    for number, (named, account) in enumerate(zip(witnesses, found, strict=True), start=1):
        _ask(session, yes, named, number=number, account=account, clock=clock)
    return yes


def _check_helper(session: Session, agreement: Agreement, spoken: Spoken, *, clock: Clock) -> None:
    if is_tied(session, agreement.offer.request.listing_id, spoken.helper_id):
        raise HelperIsPaid
    if not still_speaks(session, spoken, clock=clock):
        raise AuthorityIsOver


def _check_none_yet(session: Session, agreement: Agreement, person_id: UUID) -> None:
    proposal = proposal_by_id(session, agreement.proposal_id)
    said = latest_answers(proposal).get(person_id) if proposal else None
    if said is not None and said.answer is Answer.YES:
        raise SaidYesAlready
    if standing_yes(session, agreement.proposal_id, person_id) is not None:
        raise WaitsAlready


def _accounts(
    session: Session,
    agreement: Agreement,
    witnesses: Sequence[Named],
    *,
    person: Person,
    helper_id: UUID,
) -> list[Person | None]:
    """The account of each witness, where there is one. Raises OnePersonTwice, WitnessGains."""
    boxes = [mailbox(named.email) for named in witnesses]
    if len(set(boxes)) < len(boxes):
        raise OnePersonTwice
    helper = session.get_one(Person, helper_id)
    own, found = {mailbox(person.email), mailbox(helper.email)}, []
    for number, (named, box) in enumerate(zip(witnesses, boxes, strict=True), start=1):
        account = person_by_email(session, named.email)
        if box in own or (account is not None and gains_by(session, agreement, account.id)):
            raise WitnessGains(field=f"email_{number}")
        found.append(account)
    return found


def _check_money(
    session: Session,
    agreement: Agreement,
    budgets: Collection[Budget],
    person: Person,
    *,
    pledge: Pledge,
    sees_money: bool,
    clock: Clock,
) -> None:
    try:
        check_own_money(
            session, agreement, budgets, person_id=person.id, pledge=pledge, clock=clock
        )
    except (NotEnoughLeft, AboveMyMost):
        if sees_money:
            raise
        # Their words hold sums, which this helper was not shown.
        raise NotWithThatMoney from None


def _kept(
    session: Session,
    agreement: Agreement,
    spoken: Spoken,
    *,
    person_id: UUID,
    deed_id: UUID,
    clock: Clock,
) -> WitnessedYes:
    yes_id = new_id()
    told = {"yes_id": yes_id}
    letter_id = queue(session, kind="commissioning.written_down", payload=told, clock=clock)
    yes = WitnessedYes(
        id=yes_id,
        proposal_id=agreement.proposal_id,
        person_id=person_id,
        authority_id=spoken.authority_id,
        recorded_by=spoken.helper_id,
        recorded_at=clock.now(),
        how=(spoken.how or How.IN_PERSON).value,
        deed_id=deed_id,
        letter_id=letter_id,
        witnesses=[],
    )
    session.add(yes)
    session.flush()  # the links to the witnesses carry ids
    return yes


def _ask(
    session: Session,
    yes: WitnessedYes,
    named: Named,
    *,
    number: int,
    account: Person | None,
    clock: Clock,
) -> None:
    witness = YesWitness(
        id=new_id(),
        number=number,
        name=named.name.strip(),
        email=normal_email(named.email),
        person_id=account.id if account else None,
    )
    yes.witnesses.append(witness)
    session.flush()  # the link carries its id
    details = {"witness_id": str(witness.id)}
    kind, purpose = "commissioning.witness", Purpose.WITNESS
    send_link(session, kind=kind, purpose=purpose, details=details, clock=clock)
