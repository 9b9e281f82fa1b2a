"""An admin looks after accounts, roles and the kinds of help that people search by."""

from typing import Any

import pyotp

from tests.e2e.conftest import Site, Walker
from tests.e2e.errors import sees_errors
from tests.e2e.letters import make_account, sign_in_by_link

SAM = "admin@example.org"
NIA = "nia@example.net"
NOSH = "/search?q=nosh&near=Taunton"


def test_an_admin_gives_a_role_and_takes_it_back(arrive: Any, another: Any, site: Site) -> None:
    nia = another(has_script=False)
    make_account(nia.go("/sign-up"), name="Nia Penry", address=NIA)
    sam = arrive()
    sam.sign_in(SAM).go("/my").follow("Accounts", exact=True)
    sam.write("Part of a name or e-mail", "penry").press("Find").reads("1 account")
    sam.follow("Nia Penry").press("Give this role")
    sees_errors(sam, "Pick one role")
    sam.pick("Catalyst, who checks").press("Give this role")
    sees_errors(sam, "Choose the area that they look after")
    sam.choose("Which area?", "Somerset").press("Give this role")
    sam.reads("The role is given.").reads("Catalyst of Somerset, since")

    set_up_code_app(nia, site)
    nia.go("/catalyst").reads("Waiting for your answer")
    sam.press("Take this role back").reads("The role is taken back.").reads("None.")
    answer = nia.page.goto(site.url + "/catalyst")
    assert answer is not None
    assert answer.status in {403, 404}


def set_up_code_app(nia: Walker, site: Site) -> None:
    """The next sign-in asks whoever looks after others for a second step, and gives a way back."""
    nia.page.context.clear_cookies()
    sign_in_by_link(nia, NIA).reads("Set up your code app").unfold("Neither works for me")
    nia.write("The code", "000000").press("Save and go on")
    assert nia.page.title().startswith("Error:")
    nia.unfold("Neither works for me")
    key = nia.page.get_by_label("Copy this key into your app").input_value()
    nia.write("The code", pyotp.TOTP(key).now()).press("Save and go on").reads("Keep these codes")
    assert len(nia.page.locator("code").all()) > 5
    nia.go("/my")


def test_an_admin_looks_after_the_kinds_of_help(arrive: Any, another: Any) -> None:
    sam, visitor = arrive(), another(has_script=False)
    sam.sign_in(SAM).go("/my").follow("Kinds of help").follow("Add a kind of help").press("Save")
    sees_errors(sam, "Write what it is called", "Pick where it belongs")
    sam.write("What is it called?", "Kite flying").pick("Getting out").press("Save")
    sam.reads("Saved. People can pick it now.").follow("Kite flying")
    sam.press("Stop offering it").reads("Nobody can pick it now.").follow("Kite flying")
    sam.press("Offer it again").reads("People can pick it again.").follow("Cooking together")

    assert "Kitchen Table Cooks" not in visitor.go(NOSH).page.inner_text("main")
    alike = sam.page.get_by_label("Other words people use for it").input_value()
    sam.write("Other words people use for it", f"{alike}\nnosh").press("Save")
    visitor.go(NOSH).reads("Kitchen Table Cooks").reads("close to nosh")
