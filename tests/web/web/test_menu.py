"""The menu: four links by what somebody mostly does, the last of which leads to all the rest."""

import pytest
from sqlalchemy.orm import Session

from tests.client import Client
from tests.factories.directory import make_catalyst, make_patch
from tests.factories.people import make_person

MENUS = {
    "nobody": ["Find support", "Share the cost", "I help people", "Sign in"],
    "person": ["Find support", "My groups", "My money", "My account"],
    "provider": ["My page", "Questions", "Find support", "My account"],
    "catalyst": ["Today", "All pages", "What is missing", "My account"],
    "admin": ["Find support", "Accounts", "Kinds of help", "My account"],
}


@pytest.mark.parametrize("role", MENUS)
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_each_role_has_its_menu_and_a_way_to_everything(
    client: Client, session: Session, role: str
) -> None:
    if role == "catalyst":
        client.sign_in(make_catalyst(session, make_patch(session)))
    elif role != "nobody":
        client.sign_in(make_person(session, roles=[role]))
    links = client.get("/about").soup.select("#navigation a")
    assert [" ".join(link.get_text().split()) for link in links] == MENUS[role]
    if role != "nobody":
        assert links[-1]["href"] == "/my"
        shown = client.get("/my").soup.select_one("#navigation a[aria-current=page]")
        assert shown["href"] == "/my"
