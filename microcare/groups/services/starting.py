"""Two who have met start a group. One begins it, and the other joins by an invitation or not."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.groups.models import Group, Introduction, Invitation
from microcare.groups.queries import group_by_id
from microcare.groups.queries.finding import help_names, named
from microcare.groups.services.belonging import start_group
from microcare.groups.services.locking import locked_introduction
from microcare.groups.services.news import FINDING, tell
from microcare.groups.values import INVITATION_LASTS, MOST_MEMBERS, GroupHasGone, NotMetYet
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id, new_token, token_hash
from microcare.people.models import Person


def start_with_them(
    session: Session,
    introduction: Introduction,
    *,
    person: Person,
    clock: Clock,
    name: str,
    limit: int = MOST_MEMBERS,
) -> Introduction:
    """Asks the other to join: a new group, or the one that this person looked for somebody for.

    A new one is called what both want, or else `name`. Whoever presses second finds the first
    one's group. Raises IntroductionIsOver, NotMetYet.
    """
    fresh = locked_introduction(session, introduction, person.id, clock=clock)
    if fresh.met_on is None:
        raise NotMetYet
    if fresh.group_id is None:
        group = _own_group(session, fresh, person, limit=limit)
        if group is None:
            called = ", ".join(named(fresh.helps, help_names(session))) or name
            group = start_group(session, name=called[:60], person=person, clock=clock)
        fresh.group_id, fresh.started_by_id = group.id, person.id
        other = fresh.beside(person.id)
        is_silent = other is None or fresh.answer_of(other) != "yes"
        tell(session, [] if is_silent or other is None else [other], path=FINDING, clock=clock)
    return fresh


def look_at_their_group(
    session: Session, introduction: Introduction, *, person_id: UUID, clock: Clock
) -> str:
    """The token of an invitation to the group that the other began: a new one at each look.

    Raises IntroductionIsOver, NotMetYet, GroupHasGone.
    """
    fresh = locked_introduction(session, introduction, person_id, clock=clock)
    if fresh.group_id is None or fresh.started_by_id in (None, person_id):
        raise NotMetYet
    group = group_by_id(session, fresh.group_id)
    starter = fresh.started_by_id
    if group is None or starter is None or starter not in group.member_ids:
        raise GroupHasGone
    token = new_token()
    kept = session.get(Invitation, fresh.invitation_id) if fresh.invitation_id else None
    if kept is None or kept.answered_at is not None:
        kept = Invitation(id=new_id(), group_id=group.id, invited_by=starter)
        session.add(kept)
    kept.token_hash, kept.invited_at = token_hash(token), clock.now()
    kept.expires_at = clock.now() + INVITATION_LASTS
    session.flush()  # the introduction refers to it
    fresh.invitation_id = kept.id
    return token


def _own_group(
    session: Session, introduction: Introduction, person: Person, *, limit: int
) -> Group | None:
    group_id = introduction.group_of(person.id)
    group = group_by_id(session, group_id) if group_id else None
    if group is None or person.id not in group.member_ids or group.winding_since is not None:
        return None
    return group if len(group.members) < limit else None
