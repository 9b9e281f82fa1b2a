"""The base map is one file, read in pieces by anybody."""

from tests.client import Client


def test_a_piece_of_the_map_is_answered_alone(client: Client) -> None:
    answer = client.flask.get("/map/uk.pmtiles", headers={"Range": "bytes=0-15"})
    assert answer.status_code == 206
    assert answer.data[:7] == b"PMTiles"
    assert len(answer.data) == 16
    assert answer.headers["Content-Range"].startswith("bytes 0-15/")
    assert "Content-Encoding" not in answer.headers


def test_a_browser_that_has_it_is_told_so(client: Client) -> None:
    first = client.flask.get("/map/uk.pmtiles", headers={"Range": "bytes=0-15"})
    assert "max-age=86400" in first.headers["Cache-Control"]
    again = client.flask.get("/map/uk.pmtiles", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_piece_beyond_the_end_is_refused(client: Client) -> None:
    answer = client.flask.get("/map/uk.pmtiles", headers={"Range": "bytes=99999999-"})
    assert answer.status_code == 416
