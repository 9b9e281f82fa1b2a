"""Reads of funders, what is on file with them, and what a person's plan says."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.models import (
    AccountWord,
    Budget,
    BudgetRules,
    Funder,
    FundingAgreement,
    Purpose,
)
from microcare.budgets.values import (
    About,
    Account,
    Funding,
    Rule,
    RuleSource,
    Surplus,
    plain_name,
    rules_for,
    tenths_of_weeks,
)
from microcare.kernel.clock import LONDON


def funders(session: Session) -> list[Funder]:
    """Every funder that the admin keeps, by name."""
    return list(session.scalars(select(Funder).order_by(Funder.plain_name)))


def funder_by_id(session: Session, funder_id: UUID) -> Funder | None:
    """The funder, or None."""
    return session.get(Funder, funder_id)


def funder_named(session: Session, name: str) -> Funder | None:
    """The funder of that name, whatever the capitals and spaces."""
    return session.scalar(select(Funder).where(Funder.plain_name == plain_name(name)))


def rules_of(session: Session, budget: Budget) -> dict[str, Rule]:
    """What is asked of a budget, by the name of each setting, and whose word each is."""
    own, funder = session.get(BudgetRules, budget.id), funder_named(session, budget.funder)
    return rules_for(
        Funding(budget.funding),
        own=own.figures if own else {},
        funder=funder.figures if funder else {},
    )


def purpose_by_id(session: Session, purpose_id: UUID) -> Purpose | None:
    """The purpose, or None."""
    return session.get(Purpose, purpose_id)


def purposes_of(session: Session, person_id: UUID) -> list[Purpose]:
    """What a person's plans say their money is for and still stands, the first written first."""
    rows = select(Purpose).where(Purpose.person_id == person_id, Purpose.ended_at.is_(None))
    return list(session.scalars(rows.order_by(Purpose.recorded_at, Purpose.id)))


def agreement_by_id(session: Session, agreement_id: UUID) -> FundingAgreement | None:
    """What is on file, or None."""
    return session.get(FundingAgreement, agreement_id)


def agreements_of(session: Session, person_id: UUID) -> list[FundingAgreement]:
    """What a person has on file with funders and still stands, the newest first."""
    rows = select(FundingAgreement).where(
        FundingAgreement.person_id == person_id, FundingAgreement.ended_at.is_(None)
    )
    newest = FundingAgreement.recorded_at.desc(), FundingAgreement.id
    return list(session.scalars(rows.order_by(*newest)))


def agreement_about(
    session: Session, person_id: UUID, about: About, *, listing_id: UUID | None = None
) -> FundingAgreement | None:
    """The newest that stands about this; about paying somebody close, about that provider."""
    found = agreements_of(session, person_id)
    return next((a for a in found if a.about == about and a.listing_id == listing_id), None)


def account_of(session: Session, budget: Budget, *, before: datetime) -> Account | None:
    """What was last told of the whole account before an instant, or None."""
    rows = select(AccountWord).where(
        AccountWord.budget_id == budget.id, AccountWord.told_at < before
    )
    word = session.scalar(rows.order_by(AccountWord.told_at.desc(), AccountWord.id).limit(1))
    if word is None:
        return None
    told = word.told
    surplus = None
    if told.balance_pence is not None and told.whole_pence is not None:
        tenths = tenths_of_weeks(
            told.balance_pence, whole_pence=told.whole_pence, every_weeks=budget.every_weeks
        )
        surplus = Surplus(tenths, word.surplus_weeks, RuleSource(word.surplus_source))
    return Account(word.told_at.astimezone(LONDON).date(), told, surplus)
