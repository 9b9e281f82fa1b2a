"""One row of another list put right, or the reason why it cannot go in."""

import hashlib

from microcare.directory.policies.cleaning import (
    as_summary,
    clean_name,
    clean_phone,
    clean_prose,
    clean_text,
    clean_website,
    split_types,
)
from microcare.directory.values import (
    CleanRow,
    Column,
    ImportMapping,
    Kind,
    Row,
    RowRefused,
)
from microcare.places.postcode import parse_postcode, postcode_in
from microcare.places.values import NotAPostcode

NAME = 120
DESCRIPTION = 2000


def clean_row(row: Row, mapping: ImportMapping) -> CleanRow:
    """What a listing can be made of. Raises RowRefused with the reason."""

    def cell(column: Column) -> str:
        return row.cells.get(mapping.columns.get(column, ""), "")

    def text(column: Column) -> str:
        return clean_text(cell(column), mapping.nothing)

    name = clean_name(text(Column.NAME))
    if not any(c.isalnum() for c in name):
        raise RowRefused("No name")
    if len(name) > NAME:
        raise RowRefused(f"The name is longer than {NAME} letters")
    types = split_types(text(Column.TYPES), mapping.types.separator)
    _refuse_types(types, mapping)
    postcode = _postcode(text(Column.POSTCODE), text(Column.ADDRESS))
    about = clean_prose(text(Column.SUMMARY))
    phone, website = clean_phone(text(Column.PHONE)), clean_website(text(Column.WEBSITE))
    return CleanRow(
        line=row.line,
        source_id=text(Column.ID) or _made_id(name, postcode, website, phone),
        name=name,
        kind=_kind(types, mapping),
        postcode=postcode,
        summary=as_summary(about),
        description=about[:DESCRIPTION] if len(about) > len(as_summary(about)) else "",
        address=text(Column.ADDRESS),
        phone=phone,
        website=website,
        help=_help(types, mapping),
        notes=_lost(
            ("phone", text(Column.PHONE), phone), ("website", text(Column.WEBSITE), website)
        ),
    )


def _lost(*cells: tuple[str, str, str]) -> tuple[str, ...]:
    return tuple(
        f"Went in without its {what}, which cannot be one: {given}"
        for what, given, kept in cells
        if given and not kept
    )


def _kind(types: tuple[str, ...], mapping: ImportMapping) -> Kind:
    known = mapping.types.kinds
    return next((known[t.casefold()] for t in types if t.casefold() in known), mapping.kind)


def _help(types: tuple[str, ...], mapping: ImportMapping) -> tuple[str, ...]:
    slugs = (slug for t in types for slug in mapping.types.help.get(t.casefold(), ()))
    return tuple(dict.fromkeys(slugs))


def _refuse_types(types: tuple[str, ...], mapping: ImportMapping) -> None:
    for part in types:
        reason = mapping.types.refused.get(part.casefold())
        if reason:
            raise RowRefused(f"{part}: {reason}")


def _postcode(text: str, address: str) -> str:
    if not text:
        found = postcode_in(address)
        if found is None:
            raise RowRefused("No postcode, so it cannot be placed")
        return str(found)
    try:
        return str(parse_postcode(text))
    except NotAPostcode:
        raise RowRefused(f"Not a postcode: {text}") from None


def _made_id(*parts: str) -> str:
    # For lists without ids: the same row has the same one, whatever else changes around it.
    return hashlib.sha256("\n".join(parts).casefold().encode()).hexdigest()[:20]
