"""Care of the body is offered only by whom the CQC knows, or who is exempt, on the day (P50)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from microcare.commissioning.queries import group_view
from microcare.commissioning.services import ask_for_offer, choose_offer, make_offer, write_brief
from microcare.commissioning.values import CareNotRegistered, Wants
from microcare.directory.policies import care_basis
from microcare.directory.queries import public_listing_by_id
from microcare.directory.services import record_check
from microcare.directory.values import CareBasis, CheckKind, CheckSeen, PublicListing, Work
from microcare.kernel.clock import FixedClock
from tests.factories.directory import make_catalyst, make_patch, make_public_listing, whole
from tests.factories.groups import make_group, make_terms
from tests.factories.people import make_person


def care(workers: int) -> Work:
    return Work(personal_care=True, handles_money=False, one_to_one=True, workers=workers)


def ends_in(session: Session, listing: PublicListing, days: int, clock: FixedClock) -> None:
    """A catalyst sees that the registration ends then."""
    seen = CheckSeen(
        CheckKind.REGISTRATION, clock.today(), ends_on=clock.today() + timedelta(days=days)
    )
    dawn = make_catalyst(session, make_patch(session), "Ros Tull")
    record_check(session, whole(session, listing.id), seen, by=dawn, clock=clock)
    session.flush()


def test_on_what_basis_care_is_given(session: Session, clock: FixedClock) -> None:
    today = clock.today()
    two = make_public_listing(session, "Two Hands", work=care(2))
    one = make_public_listing(session, "One Hand", work=care(1))
    none = make_public_listing(session, "No Hands")
    assert care_basis(two, today) is CareBasis.REGISTERED
    assert care_basis(one, today) is CareBasis.ALONE
    assert care_basis(none, today) is CareBasis.NO_CARE
    # How many work there must be told; what was not seen is not there.
    assert care_basis(replace(one, workers=None), today) is CareBasis.UNKNOWN
    assert care_basis(replace(two, checks=()), today) is CareBasis.UNKNOWN
    ends_in(session, two, 5, clock)
    fresh = public_listing_by_id(session, two.id)
    assert fresh is not None
    for days, basis in ((5, CareBasis.REGISTERED), (6, CareBasis.UNKNOWN)):
        assert care_basis(fresh, today + timedelta(days=days)) is basis


def test_nothing_is_asked_offered_or_chosen_once_the_registration_has_ended(
    session: Session, clock: FixedClock
) -> None:
    two = make_public_listing(session, "Two Hands", work=care(2))
    ends_in(session, two, 5, clock)
    people = [make_person(session), make_person(session)]
    group, late = make_group(session, people, clock), make_group(session, people, clock)
    for each in (group, late):
        write_brief(session, each, wants=Wants("A hand in the morning", "", ""), clock=clock)
    request = ask_for_offer(session, group, listing_id=two.id, clock=clock)
    ids, terms = group.member_ids, make_terms(closes_on=date(2026, 12, 20))
    offer = make_offer(session, request, terms=terms, member_ids=ids, clock=clock)
    [seen] = group_view(session, group, me=people[0].id, clock=clock).offers
    assert (seen.care, bool(seen.safe_phone)) == (CareBasis.REGISTERED, True)
    clock.move(timedelta(days=6))
    for act in (
        lambda: ask_for_offer(session, late, listing_id=two.id, clock=clock),
        lambda: make_offer(session, request, terms=terms, member_ids=ids, clock=clock),
        lambda: choose_offer(session, group, offer, person_id=people[0].id, clock=clock),
    ):
        with pytest.raises(CareNotRegistered):
            act()
