import pytest

from microcare.kernel.words import Words
from microcare.mail.values import Button, Letter, PreviewTellsTooMuch, links

NAMED = Words("%(name)s answered", {"name": "The Tuesday cooks"})


def test_a_subject_has_nothing_filled_in() -> None:
    with pytest.raises(PreviewTellsTooMuch):
        Letter(to="a@example.org", subject=NAMED, greeting="", lines=["Hello"])


def test_a_first_line_has_nothing_filled_in() -> None:
    with pytest.raises(PreviewTellsTooMuch):
        Letter(to="a@example.org", subject="News", greeting="", lines=[NAMED])


def test_later_lines_may_name_things() -> None:
    letter = Letter(to="a@example.org", subject="News", greeting="", lines=["Look.", NAMED])
    assert str(letter.lines[1]) == "The Tuesday cooks answered"


@pytest.mark.parametrize("url", ["/groups", "javascript:alert(1)", "", "file:///etc/passwd"])
def test_a_button_opens_a_whole_web_address(url: str) -> None:
    with pytest.raises(ValueError, match="whole web address"):
        Button("Open", url)


@pytest.mark.parametrize("base", ["https://x.example", "https://x.example/"])
@pytest.mark.parametrize("path", ["/my/data", "my/data"])
def test_links_join_with_one_stroke(base: str, path: str) -> None:
    assert links(base)(path) == "https://x.example/my/data"
