"""What money is for: held in the service and, on plain connections, by the database (P13, P14)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget, FundingAgreement, Purpose
from microcare.budgets.services import (
    add_purpose,
    end_agreement,
    end_purpose,
    file_agreement,
    record_budget,
    save_funder,
)
from microcare.budgets.values import (
    MOST_PURPOSES,
    About,
    AgreedInFuture,
    AgreementTold,
    EnoughPurposes,
    FunderKind,
    FunderTold,
    Funding,
    HeldForYou,
    NeedsAgreement,
    PurposeTold,
)
from microcare.kernel.clock import FixedClock
from tests.factories.budgets import make_agreement, make_budget, make_plan, make_purpose
from tests.factories.groups import fresh_key
from tests.factories.people import make_person

TOLD = PurposeTold(Funding.DIRECT_PAYMENT, "Cook with others", ("cooking-together",))


def test_the_same_purpose_twice_is_written_once(session: Session, clock: FixedClock) -> None:
    me = make_person(session).id
    first = add_purpose(session, me, TOLD, clock=clock)
    assert add_purpose(session, me, TOLD, clock=clock) is first
    end_purpose(first, clock=clock)
    assert add_purpose(session, me, TOLD, clock=clock) is not first


def test_a_plan_is_a_handful_of_purposes(session: Session, clock: FixedClock) -> None:
    me = make_person(session).id
    for number in range(MOST_PURPOSES):
        told = PurposeTold(Funding.DIRECT_PAYMENT, f"Thing {number}")
        add_purpose(session, me, told, clock=clock)
    with pytest.raises(EnoughPurposes):
        add_purpose(session, me, TOLD, clock=clock)
    # What another kind of money is for is another plan.
    add_purpose(session, me, PurposeTold(Funding.PHB, "Cook with others"), clock=clock)


@pytest.mark.parametrize(("funding", "about"), [("isf", About.ISF), ("phb", About.PHB)])
def test_money_that_somebody_holds_needs_their_agreement_on_file(
    session: Session, clock: FixedClock, funding: str, about: About
) -> None:
    person, other = make_person(session), make_person(session)
    make_agreement(session, other, about, clock)
    make_agreement(session, person, About.PHB if about is About.ISF else About.ISF, clock)
    told: dict[str, Any] = {"plan": make_plan(funding=Funding(funding)), "clock": clock}
    with pytest.raises(NeedsAgreement):
        record_budget(session, person_id=person.id, key=fresh_key(), **told)
    ended = make_agreement(session, person, about, clock)
    end_agreement(ended, clock=clock)
    with pytest.raises(NeedsAgreement):
        record_budget(session, person_id=person.id, key=fresh_key(), **told)
    agreement = make_agreement(session, person, about, clock)
    made = record_budget(session, person_id=person.id, key=fresh_key(), **told)
    assert made.agreement_id == agreement.id
    session.flush()


@pytest.mark.parametrize("funding", [Funding.COUNCIL, Funding.NOTIONAL])
def test_money_that_others_keep_is_refused_with_whom_to_ask(
    session: Session, clock: FixedClock, funding: Funding
) -> None:
    with pytest.raises(HeldForYou) as refused:
        make_budget(session, make_person(session), clock, funding=funding)
    assert "social worker" in str(refused.value.sentence)
    told = FunderTold("Somerset Council", FunderKind.COUNCIL, "Ann, 01632 960150", {})
    save_funder(session, None, told, clock=clock)
    with pytest.raises(HeldForYou) as refused:
        make_budget(session, make_person(session), clock, funding=funding)
    assert "Ann, 01632 960150" in str(refused.value.sentence)


def test_an_agreement_to_come_is_none(session: Session, clock: FixedClock) -> None:
    me = make_person(session).id
    told = AgreementTold(About.ISF, "Jo Park", "F 12", date(2027, 1, 1), "They may use it")
    with pytest.raises(AgreedInFuture):
        file_agreement(session, me, told, by=me, clock=clock)


def refused(session: Session, statement: Any) -> None:
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(statement)


def test_a_budget_is_never_changed_into_other_money(session: Session, clock: FixedClock) -> None:
    person, other = make_person(session), make_person(session)
    budget = make_budget(session, person, clock)
    agreement = make_agreement(session, person, About.ISF, clock)
    session.flush()
    mine = update(Budget).where(Budget.id == budget.id)
    for change in (
        {"funding": "own"},
        {"person_id": other.id},
        {"pence": 1},
        {"ends_on": date(2028, 1, 1)},
        {"agreement_id": agreement.id},
        {"funder": "Another Council"},
    ):
        refused(session, mine.values(**change))
    session.execute(mine.values(funder=""))


@pytest.mark.parametrize("funding", ["isf", "phb"])
def test_the_database_asks_for_the_agreement_too(
    session: Session, clock: FixedClock, funding: str
) -> None:
    person, other = make_person(session), make_person(session)
    theirs = make_agreement(session, other, About(funding), clock)
    wrong = make_agreement(session, person, About.PHB if funding == "isf" else About.ISF, clock)
    ended = make_agreement(session, person, About(funding), clock)
    end_agreement(ended, clock=clock)
    session.flush()
    for agreement_id in (None, theirs.id, wrong.id, ended.id):
        refused(session, _budget(person.id, funding, agreement_id, clock))
    right = make_agreement(session, person, About(funding), clock)
    session.execute(_budget(person.id, funding, right.id, clock))


def _budget(person_id: UUID, funding: str, agreement_id: UUID | None, clock: FixedClock) -> Any:
    plan = make_plan()
    return Budget.__table__.insert().values(  # type: ignore[attr-defined]
        id=UUID(fresh_key()),
        person_id=person_id,
        funding=funding,
        funder="",
        pence=plan.pence,
        every_weeks=4,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        recorded_at=clock.now(),
        agreement_id=agreement_id,
    )


def test_words_of_a_plan_go_and_never_change(session: Session, clock: FixedClock) -> None:
    person = make_person(session)
    purpose = make_purpose(session, person, clock)
    agreement = make_agreement(session, person, About.ISF, clock)
    mine = update(Purpose).where(Purpose.id == purpose.id)
    refused(session, mine.values(words="Something else"))
    refused(session, mine.values(funding="isf"))
    session.execute(mine.values(words=""))
    refused(
        session,
        update(FundingAgreement)
        .where(FundingAgreement.id == agreement.id)
        .values(agreed_on=date(2020, 1, 1)),
    )
    assert session.scalar(select(Purpose.words).where(Purpose.id == purpose.id)) == ""
    session.execute(delete(FundingAgreement).where(FundingAgreement.id == agreement.id))
