"""Making patches and giving them councils."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.ids import slugify
from microcare.places.councils import council_name
from microcare.places.models import Patch, PatchCouncil
from microcare.places.values import (
    CouncilInAnotherPatch,
    PatchDetails,
    PatchNameTaken,
    PatchNeedsName,
    UnknownCouncil,
)


def create_patch(
    session: Session, *, details: PatchDetails, council_codes: Iterable[str] = ()
) -> Patch:
    """A new patch with its councils.

    Raises PatchNeedsName, PatchNameTaken, UnknownCouncil or CouncilInAnotherPatch.
    """
    patch = Patch(**_written(session, details))
    session.add(patch)
    # Flushed so that a clash of names is ours to word, and so that councils find their patch.
    session.flush()
    add_councils(session, patch, council_codes=council_codes)
    return patch


def change_patch(session: Session, patch: Patch, *, details: PatchDetails) -> None:
    """Rewrites a patch's details. Raises PatchNeedsName or PatchNameTaken."""
    for name, value in _written(session, details, patch).items():
        setattr(patch, name, value)


def add_councils(session: Session, patch: Patch, *, council_codes: Iterable[str]) -> None:
    """Puts councils in a patch; those already there stay as they are.

    Raises UnknownCouncil, or CouncilInAnotherPatch where one is taken.
    """
    wanted = dict.fromkeys(code.strip().upper() for code in council_codes)
    held = {
        row.council_code: row
        for row in session.scalars(
            select(PatchCouncil).where(PatchCouncil.council_code.in_(list(wanted)))
        )
    }
    for code in wanted:
        name = council_name(code)
        if name is None:
            raise UnknownCouncil(code=code)
        if code not in held:
            patch.councils.append(PatchCouncil(council_code=code))
        elif held[code].patch_id != patch.id:
            raise CouncilInAnotherPatch(council=name)
    # The key says that a council is in one patch: two desks at once meet here, not at commit.
    session.flush()


def _written(session: Session, details: PatchDetails, patch: Patch | None = None) -> dict[str, Any]:
    words = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(details).items()
    }
    if not words["name"]:
        raise PatchNeedsName
    words["slug"] = slugify(words["name"])
    same = (Patch.name == words["name"]) | (Patch.slug == words["slug"])
    others = session.scalars(select(Patch).where(same))
    if any(other is not patch for other in others):
        raise PatchNameTaken
    return words
