"""The rules as pure questions: who may, what is missing, which checks the law allows."""

from microcare.directory.policies.care import care_basis
from microcare.directory.policies.checks import (
    REQUIREMENTS,
    is_as_much,
    missing_checks,
    required_checks,
)
from microcare.directory.policies.completeness import (
    GROUPS,
    PARTS,
    Part,
    Progress,
    missing_parts,
    progress_of,
)
from microcare.directory.policies.people import (
    MayApprove,
    may_decide,
    may_keep,
    may_review,
    why_not_approve,
)

__all__ = [
    "GROUPS",
    "PARTS",
    "REQUIREMENTS",
    "MayApprove",
    "Part",
    "Progress",
    "care_basis",
    "is_as_much",
    "may_decide",
    "may_keep",
    "may_review",
    "missing_checks",
    "missing_parts",
    "progress_of",
    "required_checks",
    "why_not_approve",
]
