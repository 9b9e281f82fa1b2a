"""The same life with providers who are stopped, people who stop at once, and funders who do (P37).

Whatever else people do before or after, in whatever order, the pence stay true.
"""

from typing import Any

from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from microcare.catalyst.services import let_page_go_on, stop_page
from microcare.commissioning.models import OfferRequest
from microcare.commissioning.queries import stopped_promises
from microcare.directory.queries import is_stopped, listing_by_id
from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import balances_of
from microcare.spending.queries import returned_budgets, sudden_view
from microcare.spending.services import let_stopped_go, return_what_came_free, stop_at_once
from tests.factories.people import make_person
from tests.integration.spending.lives import begin, machine_on
from tests.integration.spending.machine import GROUP, WHO, World


def stopping_on(app: Flask, world: World) -> type[Any]:
    """A life in which anybody may be stopped, beside all that `Life` does."""
    base: Any = machine_on(app, world)

    class Stopping(base):  # type: ignore[misc]
        @rule(who=WHO, returned=st.booleans())
        def stops_at_once(self, who: int, returned: bool) -> None:
            """What was previewed is what happens; where the funder stopped it, nothing is left."""
            me, mine = self.people[who], self._budgets(who)
            ids = [budget.id for budget in mine]
            told = sudden_view(self.session, me, clock=self.clock)
            money = ids if returned else []
            self.act(lambda: stop_at_once(self.session, me, clock=self.clock, returned=money))
            self.session.expire_all()
            left = sudden_view(self.session, me, clock=self.clock)
            # Only what was due at this moment may have been promised in between.
            assert left.free == ()
            assert set(told.stays) <= set(left.stays)
            after = balances_of(self.session, ids, now=self.clock.now())
            assert not returned or all(b.available == 0 for b in after.values())

        @rule()
        def funders_get_the_rest(self) -> None:
            """The late job: nothing of what a funder stopped stays to be promised."""
            self.act(lambda: return_what_came_free(self.session, clock=self.clock))
            gone = [budget.id for budget in returned_budgets(self.session)]
            left = balances_of(self.session, gone, now=self.clock.now())
            assert all(b.available == 0 for b in left.values())

        @rule()
        def the_provider_is_stopped_or_goes_on(self) -> None:
            """A catalyst presses."""
            request = self.session.get_one(OfferRequest, self.requests[0])
            listing = listing_by_id(self.session, request.listing_id)
            assert listing is not None
            by = make_person(self.session, patch_ids=[listing.patch_id])
            press = let_page_go_on if is_stopped(self.session, listing.id) else stop_page
            told = {"words": "Why", "by": by, "clock": self.clock}
            self.act(lambda: press(self.session, listing, **told))

        @rule(number=GROUP, who=WHO)
        def lets_their_part_go(self, number: int, who: int) -> None:
            """One of those who promised something to whoever is stopped."""
            me, group_id = self.people[who], self.groups[number]
            listing_id = self.session.get_one(OfferRequest, self.requests[number]).listing_id
            told = {"person_id": me, "clock": self.clock}
            self.act(lambda: let_stopped_go(self.session, group_id, listing_id, **told))
            if is_stopped(self.session, listing_id):
                found = stopped_promises(self.session, me, clock=self.clock, group_id=group_id)
                assert found == []

    return Stopping


def test_stops_in_any_order_keep_every_penny_true(
    life_app: Flask, clock: FixedClock, short: settings
) -> None:
    world = begin(life_app, clock.now())
    run_state_machine_as_test(stopping_on(life_app, world), settings=short)
