"""A co-operative as one of its members sees it."""

from collections.abc import Sequence
from uuid import UUID

from microcare.decisions.values.classes import Voice
from microcare.groups.models import Group
from microcare.groups.values import MemberName
from microcare.groups.values.coops import VOICE_OF, CoopView


def coop_view(group: Group, *, me: UUID, names: Sequence[MemberName]) -> CoopView | None:
    """Who is there as what, and what each voice counts today; None where it is no co-operative."""
    if group.coop is None:
        return None
    there = {VOICE_OF[group.stake_of(who)] for who in group.member_ids}
    counts = group.coop.weights.among(there) if there != {Voice.INVESTORS} else {}
    return CoopView(
        counts=tuple(counts.items()),
        people=tuple(
            ("" if one.is_me else one.first_name, group.stake_of(one.person_id)) for one in names
        ),
        mine=group.stake_of(me),
    )
