"""An address with hidden characters in it leads nowhere, on either engine."""

import pytest
from sqlalchemy.orm import Session

from tests.client import Client
from tests.factories.directory import make_catalyst, make_patch
from tests.factories.people import make_person


@pytest.mark.parametrize("text", ["%00", "a%00b", "%1b", "%7f", "a%0a"])
def test_hidden_characters_are_found_nowhere(client: Client, session: Session, text: str) -> None:
    for url in (f"/listings/{text}", f"/answers/{text}", f"/groups/invitations/{text}"):
        client.get(url, status=404)
    client.sign_in(make_catalyst(session, make_patch(session)))
    for url in (f"/catalyst/areas/{text}/contact", f"/take-up/{text}"):
        client.get(url, status=404)
    client.sign_in(make_person(session, roles=["admin"]))
    client.get(f"/admin/help-terms/{text}", status=404)
