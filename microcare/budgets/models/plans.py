"""Whose money it is and what may be done with it: funders, agreements on file, purposes."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microcare.budgets.values import SETTINGS, AccountTold, Contribution, Told
from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class _Figures:
    """What a funder asks, a column a setting; None where nobody has said (values/rules.py)."""

    evidence_months: Mapped[int | None]
    surplus_weeks: Mapped[int | None]
    first_review_months: Mapped[int | None]
    review_months: Mapped[int | None]
    notice_weeks: Mapped[int | None]
    return_weeks: Mapped[int | None]
    keep_years: Mapped[int | None]
    receipt_years: Mapped[int | None]

    @property
    def figures(self) -> Told:
        """The figures by the name of each setting."""
        return {setting.name: getattr(self, setting.name) for setting in SETTINGS}

    def tell(self, figures: Told) -> None:
        """Takes all of them anew."""
        for setting in SETTINGS:
            setattr(self, setting.name, figures.get(setting.name))


class Funder(_Figures, Base):
    """A council, an NHS board or a fund holder, as the site's admin keeps it."""

    __tablename__ = "funder"
    __table_args__ = (CheckConstraint("kind IN ('council', 'nhs', 'holder')", name="known"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    # The name as it is compared: without capitals and extra spaces.
    plain_name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    ask: Mapped[str]
    changed_at: Mapped[datetime]


class BudgetRules(_Figures, Base):
    """What a person wrote of their own funder for one budget: their word, for them alone."""

    __tablename__ = "budget_rules"

    budget_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("budget.id"), primary_key=True)
    told_at: Mapped[datetime]


class FundingAgreement(Base):
    """What a funder agreed to, by its reference; the paper stays with the person (P14)."""

    __tablename__ = "funding_agreement"
    __table_args__ = (
        CheckConstraint("about IN ('isf', 'phb', 'close')", name="known"),
        CheckConstraint("(about = 'close') = (listing_id IS NOT NULL)", name="whom_it_pays"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    about: Mapped[str]
    listing_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("listing.id"))
    agreed_by: Mapped[str]
    reference: Mapped[str]
    agreed_on: Mapped[date]
    words: Mapped[str]
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Purpose(Base):
    """What a person's plan says one kind of money is for. Its words are never changed (P13)."""

    __tablename__ = "purpose"
    __table_args__ = (
        CheckConstraint("funding IN ('direct_payment', 'isf', 'phb')", name="planned_money"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    funding: Mapped[str]
    words: Mapped[str]
    helps: Mapped[list[str]]
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AccountWord(Base):
    """What somebody told of a budget's whole account. Said again it is a new row (P43).

    What the funder let stand that day is kept with it, so that an old statement stays as it was.
    """

    __tablename__ = "account_word"
    __table_args__ = (
        CheckConstraint("contribution IN ('none', 'net', 'paid')", name="known"),
        CheckConstraint("(contribution = 'none') = (contribution_pence IS NULL)", name="how_much"),
        CheckConstraint(
            "(balance_pence IS NULL) = (balance_on IS NULL)"
            " AND (balance_pence IS NULL) = (whole_pence IS NULL)",
            name="whole_balance",
        ),
        CheckConstraint("balance_pence >= 0 AND whole_pence > 0", name="some_pence"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    budget_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("budget.id"), index=True)
    told_at: Mapped[datetime]
    contribution: Mapped[str]
    contribution_pence: Mapped[int | None]
    balance_pence: Mapped[int | None]
    balance_on: Mapped[date | None]
    whole_pence: Mapped[int | None]
    surplus_weeks: Mapped[int]
    surplus_source: Mapped[str]

    @property
    def told(self) -> AccountTold:
        """What was told, as one value."""
        return AccountTold(
            contribution=Contribution(self.contribution),
            contribution_pence=self.contribution_pence,
            balance_pence=self.balance_pence,
            balance_on=self.balance_on,
            whole_pence=self.whole_pence,
        )
