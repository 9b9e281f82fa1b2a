"""What this feature holds about a person, for /my/data."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.models import AccountWord, BudgetRules, Freeze, FundingAgreement, Purpose
from microcare.budgets.queries.money import budgets_of
from microcare.budgets.values import (
    ABOUT_WORDS,
    CONTRIBUTION_WORDS,
    FUNDING_WORDS,
    SETTINGS,
    About,
    Contribution,
    Funding,
)
from microcare.kernel.money import pounds
from microcare.kernel.words import N_
from microcare.people.values import Held, Section

Entries = tuple[Mapping[str, Held], ...]


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """Their money here, what it is for, what was agreed, and what they told of their funder."""
    sections = (
        _budgets(session, person_id),
        _purposes(session, person_id),
        _agreements(session, person_id),
        _rules(session, person_id),
        _accounts(session, person_id),
        _stopped(session, person_id),
    )
    return [section for section in sections if section.entries]


def _budgets(session: Session, person_id: UUID) -> Section:
    entries: Entries = tuple(
        {
            N_("Kind"): FUNDING_WORDS[Funding(budget.funding)],
            N_("Paid by"): budget.funder,
            N_("Amount each time"): f"£{pounds(budget.pence):.2f}",
            N_("Weeks between"): budget.every_weeks,
            N_("First day"): budget.starts_on,
            N_("Last day"): budget.ends_on,
        }
        for budget in budgets_of(session, person_id)
    )
    kept = N_("Sums stay in the accounts under a random number, as the law asks. Names do not.")
    title = N_("Money you set aside here")
    return Section(name="budgets", title=title, entries=entries, kept=kept)


def _purposes(session: Session, person_id: UUID) -> Section:
    rows = select(Purpose).where(Purpose.person_id == person_id)
    entries: Entries = tuple(
        {
            N_("Kind"): FUNDING_WORDS[Funding(purpose.funding)],
            N_("What your plan says"): purpose.words,
            N_("Help"): ", ".join(purpose.helps),
            N_("Written"): purpose.recorded_at,
            N_("Ended"): purpose.ended_at,
        }
        for purpose in session.scalars(rows.order_by(Purpose.recorded_at, Purpose.id))
    )
    return Section(name="purposes", title=N_("What your plan says it is for"), entries=entries)


def _agreements(session: Session, person_id: UUID) -> Section:
    rows = select(FundingAgreement).where(FundingAgreement.person_id == person_id)
    rows = rows.order_by(FundingAgreement.recorded_at, FundingAgreement.id)
    entries: Entries = tuple(
        {
            N_("What they agreed to"): ABOUT_WORDS[About(agreed.about)],
            N_("Who agreed"): agreed.agreed_by,
            N_("On"): agreed.agreed_on,
            N_("Number"): agreed.reference,
            N_("It says"): agreed.words,
            N_("Ended"): agreed.ended_at,
        }
        for agreed in session.scalars(rows)
    )
    return Section(name="agreed", title=N_("What your funders agreed to"), entries=entries)


def _rules(session: Session, person_id: UUID) -> Section:
    mine = [budget.id for budget in budgets_of(session, person_id)]
    told = session.scalars(select(BudgetRules).where(BudgetRules.budget_id.in_(mine)))
    entries: Entries = tuple(
        {
            setting.words: row.figures[setting.name]
            for setting in SETTINGS
            if row.figures[setting.name] is not None
        }
        for row in told
    )
    return Section(name="rules", title=N_("What you told us they ask"), entries=entries)


def _stopped(session: Session, person_id: UUID) -> Section:
    freeze = session.get(Freeze, person_id)
    entries: Entries = ({N_("Since"): freeze.frozen_at},) if freeze else ()
    return Section(name="freeze", title=N_("New promises you stopped"), entries=entries)


def _accounts(session: Session, person_id: UUID) -> Section:
    mine = [budget.id for budget in budgets_of(session, person_id)]
    rows = select(AccountWord).where(AccountWord.budget_id.in_(mine))
    entries: Entries = tuple(
        {
            N_("Told"): word.told_at,
            N_("What you pay in"): CONTRIBUTION_WORDS[Contribution(word.contribution)],
            N_("Each time"): _pounds(word.contribution_pence),
            N_("In the account"): _pounds(word.balance_pence),
            N_("On"): word.balance_on,
            N_("Comes in all each time"): _pounds(word.whole_pence),
        }
        for word in session.scalars(rows.order_by(AccountWord.told_at, AccountWord.id))
    )
    return Section(name="accounts", title=N_("What you told us of your account"), entries=entries)


def _pounds(pence: int | None) -> str:
    return "" if pence is None else f"£{pounds(pence):.2f}"
