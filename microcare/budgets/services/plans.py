"""A person writes what their plan says and what was agreed; an admin, what funders ask."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.models import (
    AccountWord,
    Budget,
    BudgetRules,
    Funder,
    FundingAgreement,
    Purpose,
)
from microcare.budgets.queries import funder_named, purposes_of, rules_of
from microcare.budgets.values import (
    MOST_PURPOSES,
    AccountTold,
    AgreedInFuture,
    AgreementTold,
    BalanceToCome,
    EnoughPurposes,
    FunderTold,
    NamedAlready,
    PurposeTold,
    Told,
    plain_name,
)
from microcare.kernel.clock import Clock


def add_purpose(session: Session, person_id: UUID, told: PurposeTold, *, clock: Clock) -> Purpose:
    """Writes down what a plan says one kind of money is for. Raises EnoughPurposes.

    The same words for the same money, sent twice, are written once.
    """
    mine = [p for p in purposes_of(session, person_id) if p.funding == told.funding]
    for purpose in mine:
        if purpose.words == told.words:
            return purpose
    if len(mine) >= MOST_PURPOSES:
        raise EnoughPurposes(most=MOST_PURPOSES)
    made = Purpose(
        person_id=person_id,
        funding=told.funding.value,
        words=told.words,
        helps=list(told.helps),
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()  # a yes may name it in the same breath
    return made


def end_purpose(purpose: Purpose, *, clock: Clock) -> None:
    """A plan says it no longer: no new yes may name it. Twice is once."""
    purpose.ended_at = purpose.ended_at or clock.now()


def file_agreement(
    session: Session, person_id: UUID, told: AgreementTold, *, by: UUID, clock: Clock
) -> FundingAgreement:
    """Puts on file what a funder agreed to, with who wrote it down. Raises AgreedInFuture."""
    if told.agreed_on > clock.today():
        raise AgreedInFuture
    made = FundingAgreement(
        person_id=person_id,
        about=told.about.value,
        listing_id=told.listing_id,
        agreed_by=told.agreed_by,
        reference=told.reference,
        agreed_on=told.agreed_on,
        words=told.words,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()  # a budget may name it in the same breath
    return made


def end_agreement(agreement: FundingAgreement, *, clock: Clock) -> None:
    """It no longer holds: nothing new is set aside or promised on it. Twice is once."""
    agreement.ended_at = agreement.ended_at or clock.now()


def tell_rules(session: Session, budget: Budget, figures: Told, *, clock: Clock) -> None:
    """A person writes what their own funder asks; what they leave out is the funder's again."""
    found = session.get(BudgetRules, budget.id)
    if found is None:
        found = BudgetRules(budget_id=budget.id)
        session.add(found)
    found.tell(figures)
    found.told_at = clock.now()


def tell_account(session: Session, budget: Budget, told: AccountTold, *, clock: Clock) -> None:
    """A person tells of the whole account, beside what their funder lets stand. BalanceToCome."""
    if told.balance_on is not None and told.balance_on > clock.today():
        raise BalanceToCome
    most = rules_of(session, budget)["surplus_weeks"]
    session.add(
        AccountWord(
            budget_id=budget.id,
            told_at=clock.now(),
            contribution=told.contribution.value,
            contribution_pence=told.contribution_pence,
            balance_pence=told.balance_pence,
            balance_on=told.balance_on,
            whole_pence=told.whole_pence,
            surplus_weeks=most.number,
            surplus_source=most.source.value,
        )
    )


def save_funder(
    session: Session, funder: Funder | None, told: FunderTold, *, clock: Clock
) -> Funder:
    """The admin writes a funder, or writes it anew. Raises NamedAlready."""
    other = funder_named(session, told.name)
    if other is not None and other is not funder:
        raise NamedAlready
    if funder is None:
        funder = Funder()
        session.add(funder)
    funder.name, funder.plain_name = told.name, plain_name(told.name)
    funder.kind, funder.ask = told.kind.value, told.ask
    funder.tell(told.figures)
    funder.changed_at = clock.now()
    return funder


def remove_funder(session: Session, funder: Funder) -> None:
    """Takes a funder off the list; the examples stand again for whoever named it."""
    session.delete(funder)
