"""Puts the rows of another list in as ideas that nobody keeps yet, each once however often.

They arrive unapproved, on the desk of the patch that their postcode's own council is in. A row that
somebody here has taken up since is left alone: their words count more than the list's.
"""

import hashlib
from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, Phone, ServiceTaxonomy
from microcare.directory.queries import help_terms_by_slugs, listing_by_id
from microcare.directory.services.history import note
from microcare.directory.services.importing.cleaning import clean_row
from microcare.directory.services.place import place_listing
from microcare.directory.services.start import new_listing
from microcare.directory.values import (
    Act,
    CannotImport,
    CleanRow,
    Column,
    Imported,
    ImportMapping,
    NameAndKind,
    Reach,
    Row,
    RowRefused,
    Said,
    State,
    Where,
)
from microcare.kernel.clock import Clock
from microcare.places.gazetteer import Gazetteer
from microcare.places.models import Patch
from microcare.places.values import UnknownPlace


def import_rows(
    session: Session,
    rows: Sequence[Row],
    mapping: ImportMapping,
    *,
    gazetteer: Gazetteer,
    clock: Clock,
    patch: Patch | None = None,
    on_row: Callable[[], None] = lambda: None,
) -> Imported:
    """Puts every row that can be named and placed in, and says why the others cannot.

    `patch` takes the rows whose council is in no patch. `on_row()` is called after each row.
    Raises CannotImport where the mapping names a help term that is not there.
    """
    _check_help(session, mapping)
    known = _known(session, mapping.source)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    said: list[Said] = []
    seen: set[str] = set()
    for row in rows:
        name = row.cells.get(mapping.columns[Column.NAME], "")
        try:
            clean = clean_row(row, mapping)
            name = clean.name
            if clean.source_id in seen:
                raise RowRefused("The same as a row above")
            seen.add(clean.source_id)
            put = _Put(session, mapping, gazetteer, clock, patch)
            counts[put.row(clean, known.get(clean.source_id))] += 1
            said += [Said(row.line, clean.name, False, words) for words in clean.notes]
        except RowRefused as refused:
            said.append(Said(row.line, name, True, str(refused)))
        on_row()
    return Imported(**counts, said=tuple(said))


def _known(session: Session, source: str) -> dict[str, Listing]:
    found = session.scalars(select(Listing).where(Listing.source == source))
    return {str(listing.source_id): listing for listing in found}


def _check_help(session: Session, mapping: ImportMapping) -> None:
    wanted = {slug for slugs in mapping.types.help.values() for slug in slugs}
    missing = wanted - {term.slug for term in help_terms_by_slugs(session, wanted)}
    if missing:
        raise CannotImport(f"[types.help]: no help term is called {sorted(missing)[0]!r}.")


class _Put:
    """Writes one clean row, with what does not change from row to row at hand."""

    def __init__(
        self,
        session: Session,
        mapping: ImportMapping,
        gazetteer: Gazetteer,
        clock: Clock,
        patch: Patch | None,
    ):
        self.session, self.mapping, self.gazetteer = session, mapping, gazetteer
        self.clock, self.patch = clock, patch

    def row(self, clean: CleanRow, before: Listing | None) -> str:
        """Answers "added", "changed" or "unchanged". Raises RowRefused."""
        digest = _digest(clean, self.mapping)
        if before is not None and (before.source_hash == digest or before.state != State.IDEA):
            return "unchanged"
        self._check_place(clean)
        listing = before or new_listing(
            self.session, NameAndKind(clean.name, clean.kind), state=State.IDEA, clock=self.clock
        )
        listing.source, listing.source_id = self.mapping.source, clean.source_id
        listing.source_hash = digest
        self._write(self._whole(listing), clean)
        about = f"{self.mapping.source}, line {clean.line}"
        note(self.session, listing, Act.IMPORT, by=None, clock=self.clock, about=about)
        return "changed" if before is not None else "added"

    def _check_place(self, clean: CleanRow) -> None:
        # Looked up before anything is written: a row is in whole or not at all.
        try:
            self.gazetteer.public_point(clean.postcode)
            self.gazetteer.locate(clean.postcode)
        except UnknownPlace as unknown:
            raise RowRefused(f"We do not know the postcode {clean.postcode}") from unknown

    def _whole(self, listing: Listing) -> Listing:
        whole = listing_by_id(self.session, listing.id)
        if whole is None:
            raise LookupError("it was flushed a moment ago")
        return whole

    def _write(self, listing: Listing, clean: CleanRow) -> None:
        listing.name, listing.kind = clean.name, clean.kind.value
        listing.organization.name = clean.name
        listing.summary, listing.description = clean.summary or None, clean.description or None
        listing.website = clean.website
        listing.told_reach = bool(clean.phone or clean.website)
        listing.phones[:] = [Phone(number=clean.phone)] if clean.phone else []
        listing.helps.clear()
        self.session.flush()
        listing.helps.extend(
            ServiceTaxonomy(listing_id=listing.id, term_id=term.id, term=term, position=position)
            for position, term in enumerate(help_terms_by_slugs(self.session, clean.help))
        )
        self._place(listing, clean)

    def _place(self, listing: Listing, clean: CleanRow) -> None:
        place_listing(
            self.session,
            listing,
            Where(self.mapping.reach, clean.postcode),
            gazetteer=self.gazetteer,
            by=None,
            clock=self.clock,
        )
        if listing.patch_id is None and self.patch is not None:
            listing.patch_id = self.patch.id
        if self.mapping.reach == Reach.VENUE and listing.location is not None:
            parts = [part.strip() for part in clean.address.split(",") if part.strip()]
            listing.location.line_1 = ", ".join(parts[:-1]) or clean.address or None
            listing.location.city = parts[-1] if len(parts) > 1 else None


def _digest(clean: CleanRow, mapping: ImportMapping) -> str:
    facts = (
        clean.name,
        clean.kind,
        clean.postcode,
        clean.summary,
        clean.description,
        clean.address,
        clean.phone,
        clean.website,
        clean.help,
        mapping.reach,
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()
