"""Links and letters against the real database: spent once, tidied in time, told to nobody else."""

from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.kernel.ids import token_hash
from microcare.people.models import (
    Authority,
    GuessCount,
    LinkToken,
    Person,
    RoleGrant,
    SignIn,
)
from microcare.people.queries import person_by_email
from microcare.people.services import (
    ask_to_sign_up,
    ask_to_support,
    make_link,
    note_wrong_password,
    passwords,
    start_sign_in,
    tidy,
    use_link,
)
from microcare.people.values import (
    Act,
    AuthorityType,
    Invitation,
    LinkTooOld,
    LinkUsed,
    Newcomer,
    Purpose,
    Tidied,
)
from tests.factories.people import letters, make_person
from tests.factories.places import make_patch

ANN = Invitation(
    name="Ann",
    email="ann@example.org",
    type=AuthorityType.TRUSTED_SUPPORTER,
    scope=frozenset({Act.SEE}),
)
YEAR = timedelta(days=365)


def _count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_token_is_kept_only_as_its_hash(session: Session, clock: FixedClock) -> None:
    person = make_person(session)
    _link, link_token = make_link(session, purpose=Purpose.SIGN_IN, clock=clock, person=person)
    sign_in_token = start_sign_in(session, person, clock=clock)
    session.flush()
    for table, token in ((LinkToken, link_token), (SignIn, sign_in_token)):
        assert session.scalars(select(table.token_hash)).one() == token_hash(token)  # type: ignore[attr-defined]


def test_a_link_is_spent_once_whatever_the_row_in_hand_says(
    session: Session, clock: FixedClock
) -> None:
    link, _token = make_link(session, purpose=Purpose.SIGN_IN, clock=clock)
    # Another process has spent it; this one still holds the row as it was.
    session.execute(
        update(LinkToken)
        .where(LinkToken.id == link.id)
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    assert link.used_at is None
    with pytest.raises(LinkUsed):
        use_link(session, link, clock=clock)


def test_a_link_ends_at_its_time(session: Session, clock: FixedClock) -> None:
    link, _token = make_link(session, purpose=Purpose.SIGN_IN, clock=clock)
    clock.move(timedelta(minutes=30))
    with pytest.raises(LinkTooOld):
        use_link(session, link, clock=clock)


def test_a_letter_that_is_sent_late_says_what_is_true_then(
    session: Session, clock: FixedClock
) -> None:
    newcomer = Newcomer(name="Ros", email="ros@example.org")
    ask_to_sign_up(session, newcomer, browser="b", way_on="/my", clock=clock)
    assert len(letters(session)) == 1
    use_link(session, session.scalars(select(LinkToken)).one(), clock=clock)
    session.expire_all()
    assert letters(session) == []


def test_tidying_removes_what_is_old_and_nothing_else(session: Session, clock: FixedClock) -> None:
    person = make_person(session)
    make_link(session, purpose=Purpose.SIGN_IN, clock=clock, person=person)
    start_sign_in(session, person, clock=clock)
    note_wrong_password(session, "ros@example.org", clock=clock)
    authority = ask_to_support(session, person, ANN, clock=clock)
    session.flush()
    clock.move(timedelta(hours=1))
    assert tidy(session, seen_kept=YEAR, clock=clock) == Tidied()
    clock.move(timedelta(days=8))
    done = tidy(session, seen_kept=YEAR, clock=clock)
    assert (done.links, done.sign_ins, done.guesses) == (1, 0, 1)
    clock.move(timedelta(days=14))
    assert tidy(session, seen_kept=YEAR, clock=clock).links == 1
    session.expire_all()
    assert authority.invited_email is None
    clock.move(timedelta(days=90))
    assert tidy(session, seen_kept=YEAR, clock=clock).sign_ins == 1
    assert [_count(session, table) for table in (LinkToken, SignIn, GuessCount)] == [0, 0, 0]


def test_the_database_itself_refuses_what_the_rules_do_not_allow(
    session: Session, clock: FixedClock
) -> None:
    person, patch = make_person(session), make_patch(session)
    wrong = [
        RoleGrant(person_id=person.id, role="catalyst", granted_at=clock.now()),
        RoleGrant(person_id=person.id, role="admin", patch_id=patch.id, granted_at=clock.now()),
        RoleGrant(person_id=person.id, role="king", granted_at=clock.now()),
        Person(email="UPPER@example.org", name="U", created_at=clock.now()),
        Person(email=person.email, name="Twin", created_at=clock.now()),
        _authority(person, clock, limit_pence=100),
        _authority(person, clock, type="friend"),
        _authority(person, clock, supporter_id=person.id),
        _authority(person, clock, limit_pence=0, type="nominated_person"),
    ]
    for row in wrong:
        with pytest.raises(IntegrityError):
            _save(session, row)


def _save(session: Session, row: object) -> None:
    with session.begin_nested():
        session.add(row)
        session.flush()


def _authority(person: Person, clock: FixedClock, **fields: object) -> Authority:
    known = {
        "person_id": person.id,
        "supporter_name": "Ann",
        "type": "trusted_supporter",
        "scope": ["see"],
        "granted_by_id": person.id,
        "granted_at": clock.now(),
        "starts_on": clock.today(),
    }
    return Authority(**known | fields)


def test_a_role_is_held_once(session: Session, clock: FixedClock) -> None:
    patch = make_patch(session)
    person = make_person(session, patch_ids=[patch.id])
    twin = RoleGrant(
        person_id=person.id, role="catalyst", patch_id=patch.id, granted_at=clock.now()
    )
    with pytest.raises(IntegrityError):
        _save(session, twin)


def _run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["people", *words])


def test_the_command_makes_a_catalyst_and_mails_the_way_in(app: Flask, session: Session) -> None:
    make_patch(session, name="Taunton")
    session.commit()
    done = _run(app, "create", "Dawn@Example.org", "--role", "catalyst", "--patch", "Taunton")
    assert done.exit_code == 0, done.output
    assert "Made 1 account, now catalyst of Taunton" in done.output
    dawn = person_by_email(session, "dawn@example.org")
    assert dawn is not None
    assert dawn.is_catalyst
    assert dawn.verified_at is None
    assert [letter.to for letter in letters(session)] == ["dawn@example.org"]
    again = _run(app, "create", "dawn@example.org", "--role", "admin", "--print-link")
    assert "Found 1 account, now admin" in again.output
    assert "/sign-in/link/" in again.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["create", "not-an-address", "--role", "person"], "not an e-mail address"),
        (["create", "a@example.org", "--role", "king"], "king"),
        (["create", "a@example.org", "--role", "catalyst"], "needs a patch"),
        (["create", "a@example.org", "--role", "catalyst", "--patch", "Nowhere"], "Nowhere"),
        (["create", "a@example.org", "--role", "person", "--patch", "Taunton"], "only a catalyst"),
        (["lost-phone", "a@example.org"], "no account"),
    ],
)
def test_the_command_refuses_what_is_wrong_and_changes_nothing(
    app: Flask, session: Session, words: list[str], says: str
) -> None:
    done = _run(app, *words)
    assert done.exit_code == 2
    assert says in done.output
    assert _count(session, Person) == 0


def test_the_command_that_tidies_says_how_much(app: Flask) -> None:
    assert "Removed 0 links, 0 sign-ins, 0 counts" in _run(app, "tidy").output


def test_the_list_of_known_passwords_is_long_enough_to_matter() -> None:
    known = passwords._LIST.read_text().split()
    assert len(known) == len(set(known)) > 50
    assert all(word == word.lower() for word in known)
