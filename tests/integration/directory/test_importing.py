"""Other lists come in once, unapproved, with every refused row and its reason on record."""

import csv
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, Location, PrivatePlace
from microcare.directory.queries import listings_of_patches, public_listings
from microcare.directory.services import give_listing
from microcare.directory.values import Kind, State
from microcare.index.models import IndexDocument
from microcare.kernel.clock import FixedClock
from tests.factories.directory import TRAFFORD, FakeGazetteer, make_catalyst, make_patch, whole
from tests.factories.people import make_person

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"
MAPPINGS = Path(__file__).resolve().parents[3] / "docs" / "mappings"
LIST = """name,about,postcode,phone,web,kinds
SALE GARDENERS,We dig. We sow.,M33 7ZF,1619123238,www.sale.example,Gardening
The Laurels,,M33 6WT,NA,NA,Nursing homes|Day care
Nowhere Club,,ZZ9 9ZZ,,,
,No name here,M33 7ZF,,,
Hale Walks,NA,WA15 8AP,12,ask me,
"""
MAPPING = """source = "test"
kind = "community_group"
[columns]
name = "name"
summary = "about"
postcode = "postcode"
phone = "phone"
website = "web"
types = "kinds"
[types.refused]
"Nursing homes" = "care homes are not in this directory"
[types.help]
"Gardening" = ["gardening"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a list and its mapping."""
    (tmp_path / "list.csv").write_text(LIST)
    (tmp_path / "map.toml").write_text(MAPPING)
    return tmp_path


def _run(app: Flask, session: Session, *words: Any) -> Any:
    session.flush()
    # The application is shared with other tests, which want the real one.
    with mock.patch.dict(app.extensions, {"microcare.gazetteer": FakeGazetteer(TRAFFORD)}):
        return app.test_cli_runner().invoke(args=["listings", "import", *map(str, words)])


def _import(app: Flask, session: Session, folder: Path, *words: Any) -> Any:
    return _run(app, session, folder / "list.csv", "--mapping", folder / "map.toml", *words)


def _count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Listing)) or 0


def test_good_rows_go_in_and_bad_ones_are_named(app: Flask, session: Session, folder: Path) -> None:
    patch = make_patch(session, "Trafford", TRAFFORD)
    done = _import(app, session, folder)
    assert done.exit_code == 0, done.output
    assert "2 added, 0 changed, 0 unchanged, 3 refused" in done.output.splitlines()[-1]
    rows = list(csv.DictReader((folder / "list.csv.report.csv").open(encoding="utf-8-sig")))
    assert [(r["line"], r["outcome"]) for r in rows] == [
        ("3", "refused"),
        ("4", "refused"),
        ("5", "refused"),
        ("6", "note"),
        ("6", "note"),
    ]
    assert rows[0]["reason"] == "Nursing homes: care homes are not in this directory"
    found = listings_of_patches(session, [patch.id], states=[State.IDEA])
    assert [one.name for one in found] == ["Hale Walks", "Sale Gardeners"]
    gardeners = found[1]
    assert gardeners.kind == Kind.COMMUNITY_GROUP
    assert gardeners.phones[0].number == "01619123238"
    assert gardeners.website == "https://www.sale.example"
    assert [row.term.slug for row in gardeners.helps] == ["gardening"]


def test_nothing_imported_is_public(app: Flask, session: Session, folder: Path) -> None:
    make_patch(session, "Trafford", TRAFFORD)
    _import(app, session, folder)
    assert list(public_listings(session)) == []
    assert session.scalar(select(func.count()).select_from(IndexDocument)) == 0


def test_an_address_that_may_be_a_home_is_kept_apart(
    app: Flask, session: Session, folder: Path
) -> None:
    _import(app, session, folder)
    assert set(session.scalars(select(PrivatePlace.postcode))) == {"M33 7ZF", "WA15 8AP"}
    assert set(session.scalars(select(Location.postcode))) == {None}


def test_twice_in_is_once_in(app: Flask, session: Session, folder: Path) -> None:
    _import(app, session, folder)
    again = _import(app, session, folder)
    assert "0 added, 0 changed, 2 unchanged" in again.output
    assert _count(session) == 2


def test_a_row_that_changed_changes_its_idea_but_not_what_somebody_took_up(
    app: Flask, session: Session, folder: Path, clock: FixedClock
) -> None:
    patch = make_patch(session, "Trafford", TRAFFORD)
    _import(app, session, folder)
    keeper = make_person(session)
    taken = session.scalars(select(Listing).where(Listing.name == "Hale Walks")).one()
    catalyst = make_catalyst(session, patch)
    give_listing(session, whole(session, taken.id), to=keeper, by=catalyst, clock=clock)
    changed = LIST.replace("We dig.", "We hoe.").replace("Walks,NA", "Walks,We walk")
    (folder / "list.csv").write_text(changed)
    # Ids are made of name, place, website and phone, so new words are the same row.
    assert "0 added, 1 changed, 1 unchanged" in _import(app, session, folder).output
    session.expire_all()
    assert session.get_one(Listing, taken.id).summary is None


def test_a_dry_run_changes_nothing(app: Flask, session: Session, folder: Path) -> None:
    done = _import(app, session, folder, "--dry-run")
    assert done.exit_code == 0
    assert "Would import list.csv: 2 added" in done.output
    assert "line 3: The Laurels" in done.output
    assert _count(session) == 0
    assert not (folder / "list.csv.report.csv").exists()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("list.csv", "name,postcode\nA,M33 7ZF,more\n", "line 2, column 3"),
        ("list.csv", 'name,postcode\n"A,M33 7ZF\n', "It must be CSV"),
        ("list.csv", "", "no column names"),
        ("list.csv", "name,name\nA,B\n", "is there twice"),
        ("list.csv", "a\0b", "not a text file"),
        ("list.csv", "title,where\nA,B\n", "but the file has title, where"),
        ("map.toml", "kind = ", "A mapping is TOML"),
        ("map.toml", 'kind = "castle"', "not one of micro_enterprise"),
        ("map.toml", 'colour = "red"', "is not known"),
        ("map.toml", '[columns]\nname = "name"', "no column for postcode"),
        ("map.toml", '[columns]\nnom = "name"', "not one of id"),
        ("map.toml", '[types.help]\n"X" = ["nonsense"]\n[columns]', "no column for name"),
    ],
)
def test_what_cannot_be_read_changes_nothing(
    app: Flask, session: Session, folder: Path, name: str, text: str, said: str
) -> None:
    (folder / name).write_text(text)
    done = _import(app, session, folder)
    assert done.exit_code == 2
    assert "Nothing was changed" in done.output
    assert said in done.output
    assert _count(session) == 0
    assert not (folder / "list.csv.report.csv").exists()


def test_an_unknown_help_term_or_patch_changes_nothing(
    app: Flask, session: Session, folder: Path
) -> None:
    (folder / "map.toml").write_text(MAPPING.replace('["gardening"]', '["nonsense"]'))
    done = _import(app, session, folder)
    assert (done.exit_code, _count(session)) == (2, 0)
    assert "no help term is called 'nonsense'" in done.output
    (folder / "map.toml").write_text(MAPPING)
    done = _import(app, session, folder, "--patch", "Atlantis")
    assert (done.exit_code, _count(session)) == (2, 0)


def test_without_a_mapping_columns_are_known_by_alias(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    make_patch(session, "Trafford", TRAFFORD)
    (tmp_path / "a.csv").write_text("Title,Post code,Tel\nMoor Walks,M33 7ZF,1619123238\n")
    done = _run(app, session, tmp_path / "a.csv", "--patch", "Trafford")
    assert done.exit_code == 0, done.output
    assert session.scalars(select(Listing.kind)).one() == Kind.OTHER


REAL = [
    ("trafford_mental_health_services.csv", "trafford-mental-health-services.toml", 59, 1),
    ("charities_operating_in_trafford.csv", "charities.toml", 734, 2),
    ("gm_care_homes.csv", "care-homes.toml", 0, 562),
    ("gm_care_homes.csv", None, 0, 562),
]


@pytest.mark.parametrize(("file", "mapping", "added", "refused"), REAL)
def test_the_real_lists_come_in(
    app: Flask,
    session: Session,
    tmp_path: Path,
    file: str,
    mapping: str | None,
    added: int,
    refused: int,
) -> None:
    if not (DATA / file).exists():
        pytest.skip(f"{file} is read from beside the repository and is not there")
    make_patch(session, "Trafford", TRAFFORD)
    (tmp_path / file).write_bytes((DATA / file).read_bytes())
    how = ["--mapping", MAPPINGS / mapping] if mapping else []
    done = _run(app, session, tmp_path / file, *how)
    assert done.exit_code == 0, done.output
    assert f"{added} added, 0 changed, 0 unchanged, {refused} refused" in done.output
    names = session.scalars(select(Listing.name)).all()
    assert not [n for n in names if len(n) > 14 and n.isupper()]


def test_care_homes_are_refused_without_a_mapping_too_unless_one_says_otherwise(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    make_patch(session, "Trafford", TRAFFORD)
    rows = "name,type,postcode\nElm,Nursing homes|Day care,M33 7ZF\nAsh,Residential Home,M33 7ZF\n"
    (tmp_path / "homes.csv").write_text(f"{rows}Oak,Supported living,M33 7ZF\n")
    done = _run(app, session, tmp_path / "homes.csv", "--dry-run")
    assert "1 added, 0 changed, 0 unchanged, 2 refused" in done.output
    assert "line 2: Elm: Nursing homes: care homes are not in this directory" in done.output
    (tmp_path / "map.toml").write_text('[types.refused]\n"Nursing homes" = ""\n')
    words = (tmp_path / "homes.csv", "--mapping", tmp_path / "map.toml", "--dry-run")
    assert "2 added, 0 changed, 0 unchanged, 1 refused" in _run(app, session, *words).output


def test_where_the_report_cannot_stand_beside_the_list_it_is_written_here(
    app: Flask, session: Session, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A folder of that name stands in for one that cannot be written to, which root always can.
    (folder / "list.csv.report.csv").mkdir()
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    done = _import(app, session, folder)
    assert done.exit_code == 0, done.output
    assert f"{folder} cannot be written to, so the report is in {here}." in done.output
    assert done.output.splitlines()[-1].endswith(f"see {here / 'list.csv.report.csv'}")
    assert "refused" in (here / "list.csv.report.csv").read_text(encoding="utf-8-sig")
    # Where it can stand nowhere, nothing goes in.
    (here / "list.csv.report.csv").unlink()
    (here / "list.csv.report.csv").mkdir()
    before = _count(session)
    (folder / "list.csv").write_text(LIST.replace("SALE GARDENERS", "STRETFORD GARDENERS"))
    done = _import(app, session, folder)
    assert (done.exit_code, _count(session)) == (2, before)
    assert "Nothing was changed. The report can be written neither" in done.output


def test_a_report_of_the_time_before_is_taken_away_in_whichever_folder_it_is(
    app: Flask, session: Session, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (here / "list.csv.report.csv").write_text("of the time before")
    assert _import(app, session, folder).exit_code == 0
    assert (folder / "list.csv.report.csv").exists()
    assert not (here / "list.csv.report.csv").exists()
    # That of another list of this name, which stands here, is not ours.
    (here / "list.csv").write_text("another")
    (here / "list.csv.report.csv").write_text("of the other")
    _import(app, session, folder)
    assert (here / "list.csv.report.csv").read_text() == "of the other"
