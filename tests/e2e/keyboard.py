"""Somebody without a mouse: the same walk as anybody's, by keys alone.

Every stop of the Tab key is looked at on the way: that focus is seen there, and that nothing lies
over what has it (WCAG 2.4.7 and 2.4.11).
"""

from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import ElementHandle, Locator

from tests.e2e.conftest import Walker

MOST_TABS = 160
MOST_CHOICES = 60
# What focus changes, as each thing looks without it; noted before the first Tab on a page.
AT_REST = """() => {
  const parts = (el) => [el, ...(el.labels || []), ...el.querySelectorAll('path, i')]
  const drawn = (s) => [
    s.outlineStyle === 'none' || s.outlineWidth === '0px' ? '' : s.outlineWidth + s.outlineColor,
    s.boxShadow, s.backgroundColor, s.fill
  ].join()
  const look = (el) => parts(el).map((p) => drawn(getComputedStyle(p))
    + drawn(getComputedStyle(p, '::before'))).join('|')
  const stops = 'a[href], button, input, select, textarea, summary, [tabindex]'
  const { of } = window.atRest ??= { look, of: new WeakMap() }
  for (const el of document.querySelectorAll(stops)) {
    if (el !== document.activeElement && !of.has(el)) of.set(el, look(el))
  }
}"""
# Whether focus is where it is wanted, and what is wrong with how it looks there. A map may still
# be moving what has focus into view, so a fault must last for some frames.
BELOW_MENU = "wanted => document.activeElement === document.body && !!wanted.closest('main')"
STOP = """async (wanted) => {
  const said = (el) => el.outerHTML.slice(0, 160)
  const fault = (el) => {
    const { look, of } = window.atRest
    if (of.has(el) && of.get(el) === look(el)) return 'focus is not seen on ' + said(el)
    const box = el.getClientRects()[0]
    if (!box) return 'nothing is drawn of ' + said(el)
    // The part that is in the window: a browser brings the caret of a large box into view, not all.
    const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2
    const top = document.elementFromPoint(
      middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight))
    if (!top) return 'out of sight: ' + said(el)
    const own = [el, ...(el.labels || [])]
    if (own.some((one) => one.contains(top) || top.contains(one))) return ''
    return said(top) + ' covers ' + said(el)
  }
  const el = document.activeElement
  if (!el || el === document.body) return { there: false, fault: '' }
  let found = fault(el)
  for (let frame = 0; found && frame < 40; frame++) {
    await new Promise(requestAnimationFrame)
    found = fault(el)
  }
  const same = wanted.type === 'radio' && el.type === 'radio' && el.name === wanted.name
    && el.form === wanted.form
  return { there: el === wanted || same, fault: found }
}"""


class Keys(Walker):
    """A person at a keyboard. axe has nothing to add: it looks at the same walk with a mouse.

    They go through the menu once; from then on they skip it, where what they want is in the page.
    """

    knows_menu = False

    def look(self) -> "Keys":
        """Fails on script errors, and on anything wider than the window."""
        assert not self.trouble, self.trouble
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        return self

    def reach(self, wanted: Locator, *, back: bool = False) -> ElementHandle:
        """Presses Tab until `wanted` has the focus, or its set of radios has; `back` is Shift."""
        element = wanted.first.element_handle()
        self.page.evaluate(AT_REST)
        if element.evaluate("wanted => wanted === document.activeElement"):
            return element
        if self.knows_menu and not back and element.evaluate(BELOW_MENU):
            self.skip()
        for _tab in range(MOST_TABS):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            stop = element.evaluate(STOP)
            assert not stop["fault"], f"{self.page.url}: {stop['fault']}"
            if stop["there"]:
                self.knows_menu = True
                return element
        raise AssertionError(f"{MOST_TABS} tabs on {self.page.url} do not reach {wanted}")

    def skip(self) -> "Keys":
        """Goes past the menu, by the link that is there for it."""
        self.reach(self.page.get_by_role("link", name="Skip to the main part of this page"))
        self.page.keyboard.press("Enter")
        return self

    def press(self, name: str) -> "Keys":
        """Presses the button of that name in the main part of the page."""
        main = self.page.get_by_role("main")
        return self._go_on(main.get_by_role("button", name=name, exact=True))

    def follow(self, name: str, *, exact: bool = False) -> "Keys":
        """Follows the first link of that name, or with it in its name."""
        return self._go_on(self.page.get_by_role("link", name=name, exact=exact))

    def _go_on(self, wanted: Locator) -> "Keys":
        self.reach(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.look()

    def write(self, label: str, words: str) -> "Keys":
        """Fills the box of that name."""
        self._type(self.page.get_by_label(label, exact=True), words)
        return self

    def _type(self, box: Locator, words: str) -> None:
        self.reach(box)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words) if words else self.page.keyboard.press("Delete")

    def write_day(self, question: str, day: date) -> "Keys":
        """Fills the three boxes of a day."""
        boxes = self.page.get_by_role("group", name=question, exact=True).get_by_role("textbox")
        for box, number in zip(boxes.all(), (day.day, day.month, day.year), strict=True):
            self._type(box, str(number))
        return self

    def pick(self, choice: str, *, of: str = "") -> "Keys":
        """Picks one answer with the arrows, or ticks one box with the space bar."""
        wanted = self.answer(choice, of)
        element = self.reach(wanted)
        for _arrow in range(MOST_CHOICES):
            if element.evaluate("wanted => wanted === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        if not element.is_checked():
            self.page.keyboard.press("Space")
        assert element.is_checked(), f"{choice!r} is not picked"
        return self

    def choose(self, label: str, option: str) -> "Keys":
        """Chooses from a list that unrolls."""
        element = self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(option)
        chosen: Any = element.evaluate("list => list.selectedOptions[0].label")
        assert chosen == option, f"{chosen!r} is chosen"
        return self

    def download(self, name: str) -> Path:
        """Takes the file that the link of that name leads to."""
        self.reach(self.page.get_by_role("link", name=name))
        with self.page.expect_download() as coming:
            self.page.keyboard.press("Enter")
        return coming.value.path()

    def unfold(self, summary: str) -> "Keys":
        """Opens what is folded away under those words."""
        self.reach(self.page.locator("summary", has_text=summary))
        self.page.keyboard.press("Enter")
        return self.look()
