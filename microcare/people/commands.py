"""The command line of people."""

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from microcare.people.models import Person
from microcare.people.queries import person_by_email
from microcare.people.services import (
    forget_app,
    grant_role,
    make_link,
    register,
    send_sign_in_link,
    tidy,
)
from microcare.people.values import Purpose, Role, normal_email
from microcare.places.models import Patch
from microcare.places.queries import patch_named, patches
from microcare.web.current import clock, setting
from microcare.web.transaction import writing

# By value: click would show the names of an enumeration.
_ROLES = ["person", *(role.value for role in Role)]

group = AppGroup("people", help="Accounts and roles.")


def _address(_context: click.Context, _option: click.Parameter, text: str) -> str:
    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as wrong:
        raise click.BadParameter(f"{text!r} is not an e-mail address. {wrong}") from wrong
    return normal_email(text)


@group.command("create")
@click.argument("email", callback=_address)
@click.option(
    "--role",
    required=True,
    type=click.Choice(_ROLES),
    help="What they do.",
)
@click.option("--patch", "patch_name", help="The area of a catalyst, by its name.")
@click.option("--name", help="What they are called; otherwise the address before the @.")
@click.option("--print-link", is_flag=True, help="Print the link to sign in instead of sending it.")
def create(
    email: str, role: str, patch_name: str | None, name: str | None, print_link: bool
) -> None:
    """Makes an account with a role, or gives the role to the one that exists."""
    with writing() as session:
        patch = _patch(session, role, patch_name)
        person = person_by_email(session, email)
        made = person is None
        if person is None:
            person = register(
                session,
                email=email,
                name=name or email.split("@")[0][:80],
                clock=clock(),
                is_verified=False,
            )
        if role != "person":
            patch_id = patch.id if patch else None
            grant_role(session, person, role=role, patch_id=patch_id, clock=clock())
        way_in = _way_in(session, person, print_link=print_link)
    area = f" of {patch.name}" if patch else ""
    click.echo(f"{'Made 1 account' if made else 'Found 1 account'}, now {role}{area}. {way_in}")


def _way_in(session: Session, person: Person, *, print_link: bool) -> str:
    if not print_link:
        send_sign_in_link(session, email=person.email, way_on="/my", clock=clock())
        return "A link to sign in is on its way by e-mail."
    _link, token = make_link(
        session,
        purpose=Purpose.SIGN_IN,
        person=person,
        details={"way_on": "/my"},
        clock=clock(),
    )
    return f"To sign in, within 30 minutes: {setting('BASE_URL')}/sign-in/link/{token}"


def _patch(session: Session, role: str, name: str | None) -> Patch | None:
    if role != Role.CATALYST:
        if name is not None:
            raise click.BadParameter("only a catalyst has a patch", param_hint="--patch")
        return None
    if name is None:
        raise click.BadParameter("a catalyst needs a patch: --patch NAME", param_hint="--patch")
    found = patch_named(session, name)
    if found is None:
        known = ", ".join(patch.name for patch in patches(session)) or "none yet"
        raise click.BadParameter(f"no patch is called {name!r}; there are: {known}")
    return found


@group.command("lost-phone")
@click.argument("email", callback=_address)
def lost_phone(email: str) -> None:
    """Takes a lost code app out of use; the next sign-in sets up a new one."""
    with writing() as session:
        person = person_by_email(session, email)
        if person is None:
            raise click.BadParameter(f"no account has the address {email}")
        forget_app(session, person.id, by=None, clock=clock())
    click.echo("1 code app taken out of use.")


@group.command("tidy")
def tidy_up() -> None:
    """Removes links, sign-ins and counts that are older than docs/data-protection.md allows."""
    click.echo(chore())


def chore() -> str:
    """Removes what has been kept long enough, and says how much."""
    with writing() as session:
        done = tidy(session, seen_kept=setting("SEEN_KEPT"), clock=clock())
    return f"Removed {done.links} links, {done.sign_ins} sign-ins, {done.guesses} counts of tries."
