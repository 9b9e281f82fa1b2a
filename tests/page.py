"""Looks at every page that a test fetches, as a careful reviewer would."""

from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag

# Named for what html5lib wrongly minds: none so far.
_NOT_ERRORS: set[str] = set()
_UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}


def check_page(html: str, *, is_whole: bool = True) -> BeautifulSoup:
    """Fails unless `html` is sound HTML5 with one h1, a fitting title, ids, labels and CSRF."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    errors = [e for e in parser.errors if e[1] not in _NOT_ERRORS]
    assert not errors, f"not HTML5: {errors[:3]} in\n{_near(html, errors)}"
    soup = BeautifulSoup(html, "lxml")
    if is_whole:
        _check_title(soup)
    _check_ids(soup)
    _check_labels(soup)
    _check_forms(soup)
    return soup


def words_of(page: Any) -> str:
    """What the main part of a page says, on one line."""
    return " ".join(page.soup.find("main").get_text(" ").split())


def _near(html: str, errors: list[Any]) -> str:
    if not errors:
        return ""
    line = errors[0][0][0]
    return "\n".join(html.splitlines()[max(0, line - 2) : line + 1])


def _text(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def _check_title(soup: BeautifulSoup) -> None:
    headings = soup.find_all("h1")
    assert len(headings) == 1, f"{len(headings)} h1: {[_text(h) for h in headings]}"
    title = _text(soup.title)
    if soup.select_one(".govuk-error-summary"):
        assert title.startswith("Error: "), f"a failed form's title begins with Error: {title!r}"
        title = title.removeprefix("Error: ")
    heading = _text(headings[0])
    assert title.replace(" ", "").startswith(heading.replace(" ", "")), (
        f"title {title!r} does not begin with the h1 {heading!r}"
    )


def _check_ids(soup: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    twice = {i for i in ids if ids.count(i) > 1}
    assert not twice, f"ids used twice: {twice}"


def _check_labels(soup: BeautifulSoup) -> None:
    labelled = {label.get("for") for label in soup.find_all("label")}
    for field in soup.find_all(["input", "select", "textarea"]):
        if field.get("type") in _UNLABELLED_TYPES:
            continue
        named = (
            field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label")
        )
        assert named or field.get("id") in labelled, f"no label: {field}"


def _check_forms(soup: BeautifulSoup) -> None:
    for form in soup.find_all("form"):
        if str(form.get("method", "get")).lower() == "post":
            assert form.find("input", {"name": "csrf_token"}), (
                f"no CSRF token: {form.get('action')}"
            )
