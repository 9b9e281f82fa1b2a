"""Where every life of the machine begins, and how one is lived and taken back."""

from datetime import datetime

from flask import Flask

from microcare.commissioning.services import ask_for_offer, write_brief
from microcare.commissioning.values import Wants
from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from microcare.spending.values import Outcome
from tests.databases import taken_back
from tests.factories.directory import make_public_listing
from tests.factories.groups import make_group
from tests.factories.people import make_person
from tests.integration.spending.machine import MEMBERS, Life, World


def begin(app: Flask, start: datetime) -> World:
    """Four people with money, in the middle of things, so that most acts find something to do.

    One group has paid for a session and has another to be billed; the other is deciding.
    """
    clock, requests = FixedClock(start), []
    with app.app_context():
        session = db.session()
        people = [make_person(session, name=f"Person {n}") for n in range(4)]
        listing = make_public_listing(session)
        groups = [make_group(session, [people[n] for n in two], clock) for two in MEMBERS]
        for group in groups:
            write_brief(session, group, wants=Wants("Someone to cook", "", ""), clock=clock)
            request = ask_for_offer(session, group, listing_id=listing.id, clock=clock)
            session.flush()
            requests.append(request.id)
        world = World([p.id for p in people], [g.id for g in groups], requests, start)
        life = Life(session, world)
        for who in range(4):
            life.set_aside(who, 2_500)
        life.choose(0, 1_001)
        life.all_agree(0)
        life.time_passes(9)
        life.mark(0, 0, Outcome.TOOK_PLACE)
        life.bill(0, 60, all_of_it=1)
        life.two_confirm(0)
        life.all_pay(0)
        life.time_passes(9)
        life.mark(0, 1, Outcome.TOOK_PLACE)
        life.choose(1, 1_002)
        session.commit()
        db.session.remove()
        return World(world.people, world.groups, requests, life.clock.now())


def machine_on(app: Flask, world: World) -> type[Life]:
    """Stories that all begin in this world; each is taken back after."""

    class OnApp(Life):
        def __init__(self) -> None:
            self._open = taken_back(app)
            self._open.__enter__()
            super().__init__(db.session(), world)

        def teardown(self) -> None:
            self._open.__exit__(None, None, None)

    return OnApp
