"""Chromium, a served site full of demonstration data, and axe."""

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page
from waitress.server import create_server

from microcare import create_app
from microcare.extensions import db
from tests.databases import Databases, test_config

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what it found comes back: all that it passed would take longer to send than to look at.
RUN_AXE = """async (tags) => {
  const only = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }
  const { violations } = await axe.run(document, only)
  return violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)} (${v.nodes.length})`)
}"""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, kept from calling home."""
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": FLAGS}


@dataclass
class Site:
    """A served site with its demonstration data."""

    app: Flask
    url: str
    sign_ins: dict[str, str]
    mail_folder: Path
    seen: set[str] = field(default_factory=set)
    unread: list[Any] = field(default_factory=list)

    def letters(self) -> list[Any]:
        """Delivers what waits in the outbox; answers the letters not read before."""
        result = self.app.test_cli_runner().invoke(args=["mail", "send"])
        assert result.exit_code == 0, result.output
        files = sorted(self.mail_folder.glob("*.eml"), key=lambda p: p.stat().st_mtime_ns)
        new = [p for p in files if p.name not in self.seen]
        self.seen.update(p.name for p in new)
        return [message_from_bytes(p.read_bytes(), policy=policy.default) for p in new]

    def link_for(self, address: str) -> str:
        """The link in the newest letter to `address` that nobody has opened yet."""
        self.unread += self.letters()
        for letter in reversed(self.unread):
            if address in str(letter["To"]):
                self.unread.remove(letter)
                body = letter.get_body(("plain",)).get_content()
                return re.findall(r"http://127\.0\.0\.1:\d+/\S+", body)[0].rstrip(".,)")
        raise AssertionError(f"no letter to {address}")


@pytest.fixture(scope="session")
def seeded(databases_of: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A SQLite file with the demonstration data, to copy from, and what seeding printed."""
    databases: Databases = databases_of("sqlite")
    folder = tmp_path_factory.mktemp("seeded")
    path = folder / "seeded.sqlite"
    shutil.copy(databases.copy().removeprefix("sqlite:///"), path)
    app = create_app(test_config(folder, f"sqlite:///{path}"), TESTING=True)
    result = app.test_cli_runner().invoke(args=["seed", "demo"])
    assert result.exit_code == 0, result.output
    with app.app_context():
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return path, result.stdout


@pytest.fixture
def site(seeded: tuple[Path, str], tmp_path: Path) -> Iterator[Site]:
    """A site of one's own on a free port of the loopback."""
    source, printed = seeded
    path = tmp_path / "site.sqlite"
    shutil.copy(source, path)
    app = create_app(
        test_config(tmp_path, f"sqlite:///{path}"),
        RATELIMIT_ENABLED=False,
        MAIL_URL=f"file://{tmp_path / 'mail'}",
    )
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    url = f"http://127.0.0.1:{server.effective_port}"
    app.config["BASE_URL"] = url
    is_ending = threading.Event()

    def serve() -> None:
        try:
            server.run()
        except OSError:
            # A browser hung up in the moment in which everything was put away.
            if not is_ending.is_set():
                raise

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    sign_ins = dict(re.findall(r"^demo (\S+) (\S+)$", printed, re.MULTILINE))
    yield Site(app, url, sign_ins, tmp_path / "mail")
    is_ending.set()
    # By its own thread, which would otherwise wait on a socket that was closed under it.
    server.trigger.pull_trigger(server.close)
    thread.join(5)


class Walker:
    """A person at a browser: goes about the site, and every page on the way is looked at."""

    def __init__(self, page: Page, site: Site, *, has_script: bool = True):
        self.page = page
        self.site = site
        self.has_script = has_script
        self.trouble: list[str] = []
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        # A refusal by the content security policy is only ever told to the console. So is the
        # answer to a form with mistakes, and that a link is over: pages as they should be. And
        # who leaves a page cuts off what its map still fetches; a fetch that fails for another
        # reason is told a second time, with the reason.
        is_fine = re.search(r"a status of (400|410) |^TypeError: Failed to fetch$", message.text)
        if message.type == "error" and not is_fine:
            self.trouble.append(message.text)

    def go(self, path: str) -> "Walker":
        """Opens an address of the site."""
        answer = self.page.goto(path if path.startswith("http") else self.site.url + path)
        assert answer is not None
        assert answer.status < 400, f"{answer.status} for {path}"
        return self.look()

    def sign_in(self, address: str) -> "Walker":
        """Signs in with the demonstration password."""
        self.go("/sign-in").write("Your e-mail", address)
        return self.write("Your password", self.site.sign_ins[address]).press("Sign in")

    def press(self, name: str) -> "Walker":
        """Presses the button of that name in the main part of the page."""
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()
        return self.look()

    def follow(self, name: str, *, exact: bool = False) -> "Walker":
        """Follows the first link of that name, or with it in its name."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=exact).first.click()
        return self.look()

    def write(self, label: str, words: str) -> "Walker":
        """Fills the box of that name."""
        self.page.get_by_label(label, exact=True).fill(words)
        return self

    def write_day(self, question: str, day: date) -> "Walker":
        """Fills the three boxes of a day."""
        boxes = self.page.get_by_role("group", name=question, exact=True).get_by_role("textbox")
        for box, number in zip(boxes.all(), (day.day, day.month, day.year), strict=True):
            box.fill(str(number))
        return self

    def answer(self, choice: str, question: str = "") -> Locator:
        """One answer by its words; `question` where several questions have the same answers."""
        if not question:
            return self.page.get_by_label(choice)
        group = self.page.get_by_role("group", name=question, exact=True)
        return group.get_by_label(choice, exact=True)

    def pick(self, choice: str, *, of: str = "") -> "Walker":
        """Picks one answer, or ticks one box, by its words, `of` the question that asks for it."""
        self.answer(choice, of).check()
        return self

    def choose(self, label: str, option: str) -> "Walker":
        """Chooses from a list that unrolls."""
        self.page.get_by_label(label, exact=True).select_option(label=option)
        return self

    def download(self, name: str) -> Path:
        """Takes the file that the link of that name leads to."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=name).click()
        return coming.value.path()

    def unfold(self, summary: str) -> "Walker":
        """Opens what is folded away under those words."""
        self.page.locator("summary", has_text=summary).click()
        return self.look()

    def look(self) -> "Walker":
        """Fails on anything axe minds, on script errors, and on anything wider than the window."""
        assert not self.trouble, self.trouble
        # axe waits for timers, which do not run where the page's own scripts do not.
        if self.has_script:
            assert not (found := violations(self.page)), f"{self.page.url}: {found}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        return self

    def reads(self, words: str) -> "Walker":
        """Fails unless the main part of the page says `words`."""
        text = " ".join(self.page.inner_text("main").split())
        assert words in text, f"{words!r} is not in: {text[:1500]}"
        return self


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(RUN_AXE, TAGS)
    return found


def context_of(browser: Browser, *, has_script: bool = True) -> BrowserContext:
    """A browser of one's own: a laptop, or an old phone without JavaScript."""
    small: dict[str, Any] = {"viewport": {"width": 320, "height": 640}} if not has_script else {}
    context = browser.new_context(java_script_enabled=has_script, **small)
    context.set_default_timeout(15_000)
    return context


@pytest.fixture
def another(site: Site, browser: Browser) -> Iterator[Any]:
    """`another()` is one more person at a browser of their own, on the same site."""
    contexts = []

    def arrive(*, has_script: bool = True, kind: type[Walker] = Walker) -> Walker:
        contexts.append(context_of(browser, has_script=has_script))
        return kind(contexts[-1].new_page(), site, has_script=has_script)

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def walker(another: Any) -> Walker:
    """Somebody at a laptop with JavaScript."""
    return another()


@pytest.fixture
def plain_walker(another: Any) -> Walker:
    """Somebody on an old phone without JavaScript."""
    return another(has_script=False)


@pytest.fixture(params=["script", "plain", "keys"])
def arrive(request: pytest.FixtureRequest, another: Any) -> Any:
    """`arrive()` is one more person; everybody of a journey once each way that people go about it.

    With JavaScript, on an old phone without it, and by keyboard alone.
    """
    # Imported here, because it builds on this file.
    from tests.e2e.keyboard import Keys

    kind = Keys if request.param == "keys" else Walker
    return lambda: another(has_script=request.param != "plain", kind=kind)
