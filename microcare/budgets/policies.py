"""Only its owner sees or changes a budget and what it is for. Not a catalyst, an admin, a group."""

from uuid import UUID

from microcare.budgets.models import Budget, FundingAgreement, Purpose
from microcare.budgets.values import Funding
from microcare.people.models import Person


def may_change_budget(person: Person | None, budget: Budget) -> bool:
    """Its owner."""
    return person is not None and budget.person_id == person.id


def may_tell_account(person: Person | None, budget: Budget) -> bool:
    """Its owner, of money that somebody else pays: nobody asks of one's own."""
    return may_change_budget(person, budget) and needs_purpose(budget)


def is_own_record(person: Person | None, record: Purpose | FundingAgreement) -> bool:
    """Whose purpose or agreement it is."""
    return person is not None and record.person_id == person.id


def needs_purpose(budget: Budget) -> bool:
    """Whether a spend must meet a purpose: all money but a person's own (P13)."""
    return budget.funding != Funding.OWN


def asks_if_close(budget: Budget) -> bool:
    """Whether the law asks who is paid: of direct payments, and of health budgets paid like them.

    Care and Support (Direct Payments) Regulations 2014, regulation 3.
    """
    return budget.funding in (Funding.DIRECT_PAYMENT, Funding.PHB)


def meets(purpose: Purpose | None, budget: Budget, person_id: UUID) -> bool:
    """Whether a purpose is this person's, still stands, and is in the plan of this money."""
    return (
        purpose is not None
        and purpose.person_id == person_id == budget.person_id
        and purpose.funding == budget.funding
        and purpose.ended_at is None
    )
