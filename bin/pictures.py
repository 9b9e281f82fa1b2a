"""Takes pictures of every main page and state at three widths, with demonstration data."""

import re
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

from config import Config
from microcare import create_app

WIDTHS = (320, 768, 1280)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
KITCHEN = "/search?q=kitchen+table+cooks&near=Taunton > .mc-result h2 a"
PAGE = "/my/listings > main a[href^='/my/listings/']"
QUEUE = "/catalyst > ul[aria-labelledby=queue] li a"
IDEA = "/catalyst > ul[aria-labelledby=ideas] li a"
SEND = " ! main form button[type=submit]"
# Who looks at what, a name each. After an address: "> css" follows that link, "! css" presses it,
# "# print" shows it as on paper, "# large" with its text at 200 per cent.
PAGES: dict[str, dict[str, str]] = {
    "": {
        "home": "/",
        "home-large": "/ # large",
        "search": "/search?q=cooking&near=Taunton",
        "search-large": "/search?q=cooking&near=Taunton # large",
        "search-filtered": "/search?q=cooking&near=Taunton&room=1&pay=direct_payment&max_price=20",
        "search-last-page": "/search?near=Taunton&within=50&page=5",
        "search-all": "/search",
        "search-nothing": "/search?q=accordion&near=Taunton",
        "search-nothing-anywhere": "/search?q=accordion",
        "search-nowhere": "/search?near=Tauntin",
        "search-no-postcode": "/search?near=ZZ1+1ZZ",
        "search-which": "/search?near=Newport",
        "search-wrong": "/search?near=Taunton&max_price=cheap&within=900",
        "listing": KITCHEN,
        "listing-print": KITCHEN + " # print",
        "listing-large": KITCHEN + " # large",
        "listing-venue": "/search?q=swimming&near=Taunton > .mc-result h2 a",
        "listing-full": "/search?near=Sale&kind=coop > .mc-result:has(.mc-room--full) h2 a",
        "ask": KITCHEN + " > a[href$='/ask']",
        "ask-errors": KITCHEN + " > a[href$='/ask']" + SEND,
        "report": KITCHEN + " > a[href$='/report']",
        "saved-none": "/saved",
        "saved": "/search?near=Taunton ! .mc-result .mc-save",
        "sign-in": "/sign-in",
        "sign-in-errors": "/sign-in" + SEND,
        "sign-up": "/sign-up",
        "sign-up-errors": "/sign-up" + SEND,
        "reset": "/reset",
        "sharing": "/sharing",
        "easier": "/easier",
        "about": "/about",
        "how-we-check": "/how-we-check",
        "data-sources": "/data-sources",
        "worried": "/worried",
        "privacy": "/privacy",
        "accessibility": "/accessibility",
        "not-found": "/no-such-page",
    },
    "person@example.org": {
        "my": "/my",
        "money": "/my/money",
        "money-large": "/my/money # large",
        "money-print": "/my/money # print",
        "money-new": "/my/money/new",
        "money-new-errors": "/my/money/new" + SEND,
        "statement": "/my/money > main a[href$='/statement']",
        "statement-print": "/my/money > main a[href$='/statement'] # print",
        "statement-easier": "/my/money > main a[href$='/statement'] > main a[href*='/easier']",
        "statement-choose": "/my/money > main a[href$='/statement'] > main a[href*='/choose']",
        "money-take-back": "/my/money > a[href$='/take-back']",
        "bills": "/my/bills",
        "bill": "/my/bills > main .mc-ways li:first-child a",
        "bill-paid": "/my/bills > main .mc-ways li:last-child a",
        "calendar": "/my/calendar",
        "data": "/my/data",
        "data-delete": "/my/data/delete",
        "password": "/my/password",
        "supporters": "/my/supporters",
        "supporters-new": "/my/supporters/new",
        "supporters-new-errors": "/my/supporters/new" + SEND,
        "groups": "/groups",
        "groups-new": "/groups/new",
        "groups-new-errors": "/groups/new" + SEND,
        "find": "/groups/find",
        "find-large": "/groups/find # large",
        "find-new": "/groups/find/new",
        "find-new-errors": "/groups/find/new" + SEND,
        "find-change": "/groups/find > .mc-find__one details a",
        "find-help": "/groups/find > a[href$='/help']",
    },
    "tomasz@example.org": {"my": "/my", "find-asked": "/groups/find"},
    "gwen@example.org": {"groups": "/groups", "money": "/my/money", "find-met": "/groups/find"},
    "joan@example.org": {"groups-none": "/groups", "find-two": "/groups/find"},
    "supporter@example.org": {"my": "/my", "groups": "/groups", "money": "/my/money"},
    "provider@example.org": {
        "my": "/my",
        "pages": "/my/listings",
        "page": PAGE,
        "page-parts": PAGE + " > a[href$='/parts']",
        "page-check": PAGE + " > a[href$='/check']",
        "page-preview": PAGE + " / preview",
        "page-close": PAGE + " > a[href$='/close']",
        "new": "/listings/new",
        "new-errors": "/listings/new" + SEND,
        "requests": "/my/requests",
        "request": "/my/requests > main a[href^='/my/requests/']",
        "request-errors": "/my/requests > main a[href^='/my/requests/']" + SEND,
    },
    "catalyst@example.org": {
        "desk": "/catalyst",
        "desk-large": "/catalyst # large",
        "pages": "/catalyst/listings",
        "pages-none": "/catalyst/listings?q=zzz",
        "missing": "/catalyst/wishes",
        "wish": "/catalyst/wishes > main a[href^='/catalyst/wishes/']",
        "papers": "/catalyst/papers",
        "reports": "/catalyst/reports",
        "people": "/catalyst/people",
        "people-errors": "/catalyst/people" + SEND,
        "review": QUEUE,
        "review-errors": QUEUE + " ! form[action$='/answer'] button",
        "review-ready": "/catalyst/listings?show=waiting&q=moor > main .mc-ways a",
        "check": QUEUE + " > #checks a[href*='insurance']",
        "check-errors": QUEUE + " > #checks a[href*='insurance']" + SEND,
        "tie": QUEUE + " > a[href$='/tie']",
        "tie-errors": QUEUE + " > a[href$='/tie']" + SEND,
        "report": "/catalyst > ul[aria-labelledby=wrong] li:last-child a",
        "idea": IDEA,
        "idea-new": "/catalyst/ideas/new",
        "idea-new-errors": "/catalyst/ideas/new" + SEND,
        "give": IDEA + " > a[href$='/give']",
        "give-errors": IDEA + " > a[href$='/give']" + SEND,
        "contact": "/catalyst > a[href$='/contact']",
    },
    "admin@example.org": {
        "accounts": "/admin/people",
        "account": "/admin/people?q=dawn > main .mc-ways a",
        "help-terms": "/admin/help-terms",
        "help-term": "/admin/help-terms/cooking-together",
        "help-term-errors": "/admin/new-help-term" + SEND,
        "codes": "/my/recovery-codes",
        "my": "/my",
    },
}  # fmt: skip
# Each group in the demonstration stands at a stage of its own.
GROUPS = {
    "person@example.org": ("Tuesday Tea", "Friday Feet", "Early Swimmers", "Sunday Songs"),
    "tomasz@example.org": ("Bread and Butter",),
}
PARTS = ("offers", "plan", "want", "bring", "invite", "bud", "leave", "sessions", "end")


def main() -> None:
    """Leaves one PNG a page and width in instance/pictures; names of people or pages choose."""
    target = ROOT / "instance" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        url, passwords = serve(Path(folder))
        with sync_playwright() as tool:
            browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for who in PAGES:
                page = sign_in(browser, url, who, passwords.get(who, ""))
                for name, path in wanted(who, sys.argv[1:]).items():
                    take(page, url, path, target / f"{who.split('@')[0] or 'visitor'}-{name}")
            browser.close()


def serve(folder: Path) -> tuple[str, dict[str, str]]:
    """The address of a site with demonstration data, and the password of each of its sign-ins."""
    environment = {"DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite"}
    environment["POSTCODES_FILE"] = str(ROOT / "instance" / "postcodes.sqlite")
    app = create_app(Config(instance=folder, environment=environment), RATELIMIT_ENABLED=False)
    with app.app_context():
        upgrade()
    printed = app.test_cli_runner().invoke(args=["seed", "demo"]).stdout
    server = create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    found = dict(re.findall(r"^demo (\S+) (\S+)$", printed, re.MULTILINE))
    return f"http://127.0.0.1:{server.effective_port}", found


def wanted(who: str, only: list[str]) -> dict[str, str]:
    """The pages of one person, with those of their groups, or only those asked for."""
    pages = dict(PAGES[who])
    for group in GROUPS.get(who, ()):
        name = group.lower().replace(" ", "-")
        link = f"/groups > main a[href^='/groups/']:has-text('{group}')"
        pages[name] = link
        pages |= {f"{name}-{part}": f"{link} / {part}" for part in PARTS}
    if not only or who in only:
        return pages
    return {name: path for name, path in pages.items() if name in only}


def sign_in(browser: Browser, url: str, who: str, password: str) -> Page:
    """A fresh browser, signed in as that person when there is one."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    if who:
        page.goto(url + "/sign-in")
        page.fill("[name=email]", who)
        page.fill("[name=password]", password)
        with page.expect_navigation():
            page.locator("main form button[type=submit]").first.click()
    return page


def take(page: Page, url: str, path: str, target: Path) -> None:
    """One page at each width, opened anew. A state that the demonstration has not is left out."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="screen")
        if not find(page, url, path):
            print("not there:", target.name)
            return
        page.wait_for_load_state("networkidle")
        page.screenshot(path=f"{target}-{width}.png", full_page=True)
    print(target.name)


def find(page: Page, url: str, path: str) -> bool:
    """Goes to an address and takes the steps after it; whether each could be taken."""
    address, *steps = re.split(r" (?=[>!#/] )", path)
    page.goto(url + address)
    return all(follow(page, url, step[0], step[2:]) for step in steps)


def follow(page: Page, url: str, kind: str, what: str) -> bool:
    """Takes one step from a page; whether it could."""
    if kind == "/":
        answer = page.goto(page.url.rstrip("/") + "/" + what)
        return bool(answer and answer.ok)
    if kind == "#":
        page.emulate_media(media="print" if what == "print" else "screen")
        if what == "large":
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        return True
    found = page.locator(what)
    if not found.count():
        return False
    if kind == ">":
        page.goto(url + str(found.first.get_attribute("href")))
    else:
        with page.expect_navigation():
            found.first.click()
    return True


if __name__ == "__main__":
    main()
