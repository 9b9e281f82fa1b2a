"""docs/forms.md tells the names of fields truly."""

import re
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.client import Client
from tests.factories.people import PASSWORD, make_person

PAGE = Path(__file__).resolve().parents[3] / "docs" / "forms.md"
VISITOR = ("/sign-up", "/sign-in", "/reset")
PERSON = (
    "/my/password",
    "/my/data/name",
    "/my/data/e-mail",
    "/my/data/delete",
    "/my/supporters/new",
)


def _told() -> dict[str, set[str]]:
    told = {}
    part = PAGE.read_text().split("## Accounts")[1].split("\n## ")[0]
    for address, fields in re.findall(r"^\| (`/.*?) \| (.*?) \|$", part, re.M):
        outside = re.sub(r"\(.*?\)", "", fields)
        told[address.strip("`")] = set(re.findall(r"`(\w+)`", outside))
    return told


@pytest.mark.parametrize("address", [*VISITOR, *PERSON])
def test_the_page_names_the_fields_that_the_form_has(
    client: Client, session: Session, address: str
) -> None:
    if address in PERSON:
        client.sign_in(make_person(session, password=PASSWORD))
    (form,) = client.get(address).soup.select("main form[method=post]")
    found = {field["name"] for field in form.select("[name]")} - {"csrf_token", "username"}
    assert found == _told()[address]
