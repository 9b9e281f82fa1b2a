"""Money back, with its day, on the pages of whoever is owed it and of the provider (P38)."""

import uuid
from datetime import timedelta

from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.spending.services import make_refund
from microcare.spending.values import MoneyBack
from tests.client import Client, signed_in
from tests.factories.directory import keeper_of
from tests.factories.spending import (
    PROVIDER,
    all_pay,
    make_bill,
    make_promised,
    shared,
    take_place,
)


def test_from_the_refund_to_the_word_that_it_came(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    all_pay(session, story, bill, clock)
    back = MoneyBack(bill.lines[0].id, 900, "We were late", uuid.uuid4())
    make_refund(session, shared(session, bill), back=back, by=PROVIDER, clock=clock)
    session.flush()
    keeper = signed_in(client, session, keeper_of(session, story.listing))
    sent = keeper.get(f"/my/requests/{story.offer.request_id}/bills/{bill.id}")
    assert "Each of them should have their part by" in sent.text
    amara = signed_in(client, session, story.people[0])
    money = amara.get("/my/money")
    assert "What should come back to you" in money.text
    assert "It should come by" in money.soup.select_one("#owed-back").text
    assert "£3" in money.soup.select_one("#owed-back").text
    assert "It should come by" in amara.get(f"/my/bills/{bill.id}").text
    clock.move(timedelta(days=15))
    amara = signed_in(client, session, story.people[0])
    late = amara.get("/my/money").soup.select_one("#owed-back")
    assert "should have come by" in late.text
    page = amara.get(late.select_one("a")["href"])
    amara.post(f"/my/bills/{bill.id}/back/{back.key}", status=303)
    assert "What should come back to you" not in amara.get("/my/money").text
    assert "It should come by" not in amara.get(f"/my/bills/{bill.id}").text
    assert page
