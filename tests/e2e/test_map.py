"""The map beside the list: the same numbers and names, by mouse and by keys, and never needed."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Walker
from tests.e2e.keyboard import Keys

COOKING = "/search?q=cooking&near=Taunton"
# How far apart the first and the last pin stand on the screen.
SPREAD = """map => {
  const at = [...map.querySelectorAll('.mc-pin')].map((pin) => pin.getBoundingClientRect())
  return Math.hypot(at[0].x - at.at(-1).x, at[0].y - at.at(-1).y)
}"""

# How many pairs of pins, and of a pin and a button, cover each other on the screen.
COVERED = """map => {
  const at = (what) => [...map.querySelectorAll(what)].map((part) => part.getBoundingClientRect())
  const meet = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0.5 &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 0.5
  const pins = at('.mc-pin')
  const others = (i) => pins.slice(i + 1).concat(at('.leaflet-control'))
  return pins.map((pin, i) => others(i).filter((other) => meet(pin, other)).length)
    .reduce((sum, count) => sum + count, 0)
}"""


def pins(who: Walker) -> Locator:
    """What stands on the map with a number, once the map is drawn."""
    who.page.wait_for_selector("#map[data-ready]")
    return who.page.locator("#map .mc-pin")


def listed(who: Walker) -> list[str]:
    """The number and the name of each result, as the map should say them."""
    headings = who.page.locator(".mc-result h2").all_inner_texts()
    return [re.sub(r"^(\d+)\.\s*", r"\1, ", " ".join(text.split())) for text in headings]


def named(found: Locator) -> list[str]:
    """What each pin is called, without where it is."""
    # Asked in one breath: pins are drawn anew while they are kept apart.
    labels = found.evaluate_all("pins => pins.map((pin) => pin.getAttribute('aria-label') || '')")
    return [label.split(", near ")[0] for label in labels]


def pins_match(who: Walker) -> bool:
    """Whether each result has its pin, once the map has come to rest."""
    for _look in range(100):
        if named(pins(who)) == listed(who):
            return True
        who.page.wait_for_timeout(100)
    return False


def test_each_pin_has_the_number_and_the_name_of_its_result(walker: Walker) -> None:
    walker.go(COOKING)
    assert pins_match(walker)
    walker.pick("Has room now").press("Update the list")
    assert pins_match(walker)
    walker.go("/search?near=Taunton&within=50&page=2")
    assert pins_match(walker)
    assert listed(walker)[0].startswith("21, ")


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_pin_hides_another_or_stands_under_a_button(walker: Walker, width: int) -> None:
    page = walker.page
    page.set_viewport_size({"width": width, "height": 720})
    for path in ("/search", "/search?near=Taunton", "/search?near=Taunton&within=50&page=2"):
        page.mouse.move(0, 0)
        walker.go(path)
        assert pins(walker).count() == len(listed(walker))
        assert page.locator("#map").evaluate(COVERED) == 0
        # A lit pin comes to the front.
        page.locator(".mc-result").last.hover(position={"x": 5, "y": 5})
        expect(page.locator("#map .mc-pin.is-lit")).to_have_count(1)
        walker.look()


def test_a_pin_says_whose_it_is_and_leads_to_the_page(walker: Walker) -> None:
    walker.go(COOKING)
    pins(walker).first.click()
    told = walker.page.locator("#map .leaflet-popup")
    expect(told).to_contain_text("Comes to you")
    walker.look()
    told.get_by_role("link").click()
    walker.page.wait_for_url("**/listings/kitchen-table-cooks")
    walker.page.wait_for_selector("#map[data-ready]")
    assert walker.page.locator("#map path").count(), "the area that they serve is not drawn"


def test_places_of_one_name_are_told_apart_on_a_map(walker: Walker) -> None:
    walker.go("/search?near=Newport")
    ways = walker.page.locator(".mc-ways b").all_inner_texts()
    assert named(pins(walker)) == [", ".join(words.split("\n", 1)) for words in ways]


def test_the_map_is_worked_by_keys_and_gives_the_focus_back(walker: Walker) -> None:
    keys = Keys(walker.page, walker.site)
    keys.go(COOKING).follow("Skip to the map")
    pin, page = pins(keys).nth(2), keys.page
    keys.reach(pin)
    page.keyboard.press("Enter")
    told = page.locator("#map .leaflet-popup")
    expect(told).to_be_visible()
    page.keyboard.press("Escape")
    expect(told).to_have_count(0)
    expect(pin).to_be_focused()

    # Whatever dragging does, keys and buttons do.
    apart = page.locator("#map").evaluate(SPREAD)
    keys.reach(page.get_by_role("button", name="Closer"))
    page.keyboard.press("Enter")
    page.wait_for_function(f"was => ({SPREAD})(document.querySelector('#map')) > was", arg=apart)
    keys.reach(pin, back=True)


def test_what_is_open_on_the_front_page_stays_open_while_the_map_moves(walker: Walker) -> None:
    keys = Keys(walker.page, walker.site)
    page = keys.go("/").page
    page.wait_for_selector("#map .mc-dot")
    dots = page.locator("#map .mc-dot").all()
    highest = min(dots, key=lambda dot: (dot.bounding_box() or {"y": 0})["y"])
    keys.reach(highest)
    with page.expect_response("**/map.json*"):
        page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#map .leaflet-popup")).to_be_visible()
    keys.follow("About us").reads("About us")


def test_without_the_map_nothing_is_missed(plain_walker: Walker) -> None:
    plain_walker.go(COOKING)
    assert not plain_walker.page.locator("#map").is_visible()
    assert listed(plain_walker)
