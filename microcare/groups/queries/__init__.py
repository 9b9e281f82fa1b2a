"""Reads of groups, of what people say they want, and of who is being introduced to whom."""

from microcare.groups.queries.belonging import (
    group_by_id,
    groups_by_ids,
    groups_of,
    invitation_by_token,
    locked_group,
    member_counts,
    member_names,
    names_by_group,
    open_invitations,
    winding_groups,
)
from microcare.groups.queries.finding import (
    finding_of,
    helps_to_find_by,
    interest_by_id,
    interests_of,
    introduction_by_id,
    next_turn_on,
)
from microcare.groups.queries.helping import asking_count, people_asking
from microcare.groups.queries.near import is_someone_near
from microcare.groups.queries.personal import personal_data

__all__ = [
    "asking_count",
    "finding_of",
    "group_by_id",
    "groups_by_ids",
    "groups_of",
    "helps_to_find_by",
    "interest_by_id",
    "interests_of",
    "introduction_by_id",
    "invitation_by_token",
    "is_someone_near",
    "locked_group",
    "member_counts",
    "member_names",
    "names_by_group",
    "next_turn_on",
    "open_invitations",
    "people_asking",
    "personal_data",
    "winding_groups",
]
