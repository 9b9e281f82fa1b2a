"""Makes the demonstration: a believable place around Taunton and Trafford, with people in it."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing
from microcare.files.store import Store
from microcare.kernel.clock import Clock, FixedClock
from microcare.outbox.services import forget_waiting
from microcare.people.models import Person
from microcare.people.services import grant_role, register
from microcare.places.gazetteer import Gazetteer
from microcare.places.models import Patch
from microcare.places.services import create_patch
from microcare.places.values import PatchDetails
from microcare.site.seeding.desk import fill_desk
from microcare.site.seeding.finding import let_people_look
from microcare.site.seeding.groups import Neighbours, make_groups
from microcare.site.seeding.listings import (
    SOMERSET,
    TRAFFORD,
    Street,
    make_listing,
    note_idea,
)
from microcare.site.seeding.people_and_money import keep_funders, let_ian_help_gwen, set_money_aside
from microcare.site.seeding.sign_ins import (
    ADMIN,
    CATALYST,
    PROVIDER,
    Role,
    register_everybody,
)
from microcare.site.seeding.sketches import Sketch, ideas, sketches

Progress = Callable[[list[Sketch]], Iterable[Sketch]]
# What provider@example.org looks after.
PROVIDERS_OWN = "Kitchen Table Cooks"
OTHER_CATALYST = Role("catalyst.trafford@example.org", "Olu Adeyemi")
PATCHES = {
    SOMERSET: PatchDetails(
        name="Somerset",
        organisation="Moor and Vale Catalysts",
        contact_name="Dawn Okafor",
        phone="01632 960118",
        hours="Monday to Friday, 9am to 5pm",
        safeguarding_name="Ruth Marsh",
        safeguarding_phone="01632 960119",
    ),
    TRAFFORD: PatchDetails(
        name="Trafford",
        organisation="Bridgewater Catalysts",
        contact_name="Olu Adeyemi",
        phone="0161 496 0118",
        hours="Monday to Thursday, 9am to 4pm",
        safeguarding_name="Colette Byrne",
        safeguarding_phone="0161 496 0119",
    ),
}


def is_empty(session: Session) -> bool:
    """Whether nobody has an account here and nothing is listed."""
    return not session.scalar(select(exists(select(Person.id)) | exists(select(Listing.id))))


def make_demonstration(
    session: Session,
    *,
    password: str,
    gazetteer: Gazetteer,
    store: Store,
    clock: Clock,
    progress: Progress,
) -> int:
    """Fills an empty database, and answers how many listings there are.

    The letters that all this would have sent are not: nobody is there to read them.
    """
    long_ago = FixedClock(clock.now() - timedelta(days=450))
    people = register_everybody(session, password, clock=long_ago)
    street = _street(session, people, gazetteer=gazetteer, clock=clock, long_ago=long_ago)
    count = 0
    for sketch in progress(sketches()):
        make_listing(session, street, sketch)
        count += 1
    for idea in ideas():
        note_idea(session, street, idea)
    # Flushed because the groups look for the listings that they ask.
    session.flush()
    fill_desk(session, clock=clock)
    keep_funders(session, clock=clock)
    budgets = set_money_aside(session, people, clock=clock)
    let_ian_help_gwen(session, people, clock=clock)
    make_groups(session, Neighbours(people, budgets, store, clock))
    let_people_look(session, people, clock=clock)
    forget_waiting(session)
    return count


def _street(
    session: Session,
    people: dict[Role, Person],
    *,
    gazetteer: Gazetteer,
    clock: Clock,
    long_ago: Clock,
) -> Street:
    patches = _patches(session)
    other = register(
        session,
        email=OTHER_CATALYST.email,
        name=OTHER_CATALYST.name,
        is_demonstration=True,
        clock=long_ago,
    )
    catalysts = {SOMERSET: people[CATALYST], TRAFFORD: other}
    for code, catalyst in catalysts.items():
        patch_id = patches[code].id
        grant_role(session, catalyst, role="catalyst", patch_id=patch_id, clock=long_ago)
    grant_role(session, people[ADMIN], role="admin", clock=long_ago)
    return Street(patches, catalysts, {PROVIDERS_OWN: people[PROVIDER]}, gazetteer, clock)


def _patches(session: Session) -> dict[str, Patch]:
    return {
        code: create_patch(session, details=details, council_codes=[code])
        for code, details in PATCHES.items()
    }
