"""Chromium, a served site full of demonstration data, and axe."""

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page
from waitress.server import create_server

from microcare import create_app
from microcare.extensions import db
from tests.databases import Databases, test_config

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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

    def letters(self) -> list[Any]:
        """Delivers what waits in the outbox; answers the letters not read before."""
        result = self.app.test_cli_runner().invoke(args=["mail", "send"])
        assert result.exit_code == 0, result.output
        new = [p for p in sorted(self.mail_folder.glob("*.eml")) if p.name not in self.seen]
        self.seen.update(p.name for p in new)
        return [message_from_bytes(p.read_bytes(), policy=policy.default) for p in new]

    def link_for(self, address: str) -> str:
        """The link in the newest letter to `address`."""
        for letter in reversed(self.letters()):
            if address in str(letter["To"]):
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
    return path, result.output


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
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    sign_ins = dict(re.findall(r"^demo (\S+) (\S+)$", printed, re.MULTILINE))
    yield Site(app, url, sign_ins, tmp_path / "mail")
    server.close()
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
        # A refusal by the content security policy is only ever told to the console.
        if message.type == "error":
            self.trouble.append(message.text)

    def go(self, path: str) -> "Walker":
        """Opens an address of the site."""
        answer = self.page.goto(path if path.startswith("http") else self.site.url + path)
        assert answer is not None
        assert answer.status < 400, f"{answer.status} for {path}"
        return self.look()

    def sign_in(self, address: str) -> "Walker":
        """Signs in with the demonstration password."""
        self.go("/sign-in")
        self.page.fill("[name=email]", address)
        self.page.fill("[name=password]", self.site.sign_ins[address])
        return self.press("Sign in")

    def press(self, name: str) -> "Walker":
        """Presses the button of that name in the main part of the page."""
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        return self.look()

    def follow(self, name: str) -> "Walker":
        """Follows the first link of that name."""
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        return self.look()

    def look(self) -> "Walker":
        """Fails on anything axe minds, on script errors, and on anything wider than the window."""
        assert not self.trouble, self.trouble
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
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS
    )
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:200]} ({len(v['nodes'])})"
        for v in result["violations"]
    ]


@pytest.fixture
def walker(site: Site, browser: Browser) -> Iterator[Walker]:
    """Somebody at a laptop with JavaScript."""
    context = browser.new_context()
    context.set_default_timeout(15_000)
    yield Walker(context.new_page(), site)
    context.close()


@pytest.fixture
def plain_walker(site: Site, browser: Browser) -> Iterator[Walker]:
    """Somebody on an old phone without JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    context.set_default_timeout(15_000)
    yield Walker(context.new_page(), site, has_script=False)
    context.close()


@pytest.fixture
def another(site: Site, browser: Browser) -> Iterator[Any]:
    """`another()` is one more person at a browser of their own, on the same site."""
    contexts = []

    def arrive() -> Walker:
        context = browser.new_context()
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Walker(context.new_page(), site)

    yield arrive
    for context in contexts:
        context.close()
