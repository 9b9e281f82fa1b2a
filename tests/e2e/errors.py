"""What somebody sees of a form that was not taken: for the journeys that send one too early."""

from playwright.sync_api import expect

from tests.e2e.conftest import Walker
from tests.e2e.keyboard import Keys


def sees_errors(who: Walker, *errors: str) -> Walker:
    """Fails unless the title, the summary and the words beside each field say just these."""
    page = who.page
    assert page.title().startswith("Error:"), page.title()
    assert page.locator(".govuk-error-summary__list li").all_inner_texts() == list(errors)
    beside = page.locator(".govuk-form-group .govuk-error-message")
    said = [" ".join(words.split()).removeprefix("Error: ") for words in beside.all_inner_texts()]
    assert said == list(errors)
    for one in beside.all():
        tied = page.locator(f"main [aria-describedby~='{one.get_attribute('id')}']")
        assert tied.count(), f"no field is described by {one.inner_text()!r}"
    return who


def goes_to_field(who: Walker, error: str, label: str) -> Walker:
    """Follows an error of the summary, and fails unless its field then has the focus."""
    link = who.page.get_by_role("link", name=error, exact=True)
    if isinstance(who, Keys):
        who.reach(link)
        who.page.keyboard.press("Enter")
    else:
        link.click()
    expect(who.page.get_by_label(label, exact=True)).to_be_focused()
    return who


def sees_error_in_search(who: Walker, box: str, words: str) -> Walker:
    """Fails unless the search form says, beside one box, what is wrong with it."""
    assert who.page.title().startswith("Error:"), who.page.title()
    described = who.page.get_by_label(box, exact=True).get_attribute("aria-describedby")
    assert words in who.page.locator(f"#{described}").inner_text()
    return who
