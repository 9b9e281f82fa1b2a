"""Shares, sessions and offers stay as they were agreed, and each refusal is its trigger's."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from tests.factories.groups import make_story

ATTACKS = {
    "UPDATE session_share SET pence = 1": "session_share_no_update",
    "DELETE FROM session_share": "session_share_no_delete",
    "UPDATE care_session SET day = '2030-01-01'": "care_session_no_update",
    "UPDATE agreement SET opened_at = opened_at": "agreement_no_update",
    "UPDATE offer SET session_pence = 1": "offer_same_terms",
    "UPDATE offer SET leaving = 'Never'": "offer_same_terms",
    "UPDATE offer SET travel = 'Not in it'": "offer_same_terms",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_agreed_cannot_be_changed(
    session: Session, clock: FixedClock, attack: str
) -> None:
    make_story(session, clock)
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="never changed"):
        session.execute(text(attack))
    nested.rollback()


@pytest.mark.parametrize(("attack", "trigger"), ATTACKS.items())
def test_without_the_trigger_it_could_be(
    session: Session, clock: FixedClock, attack: str, trigger: str
) -> None:
    make_story(session, clock)
    table = attack.replace("DELETE FROM", "UPDATE").split()[1]
    sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(text(f"DROP TRIGGER {trigger}" + ("" if sqlite else f" ON {table}")))
    session.execute(text(attack))


def test_an_offer_can_be_taken_back(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False)
    story.offer.withdrawn_at = clock.now()
    session.flush()
