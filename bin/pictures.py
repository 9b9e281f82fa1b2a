"""Takes pictures of every main page at three widths, from a site with demonstration data."""

import re
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask_migrate import upgrade
from playwright.sync_api import Page, sync_playwright
from waitress.server import create_server

from config import Config
from microcare import create_app

WIDTHS = (320, 768, 1280)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
# Who looks at what. A link's text after ">" is followed from the page before it.
PAGES: dict[str, list[str]] = {
    "": [
        "/", "/search?q=cooking&near=Taunton", "/search?q=zzzz&near=Taunton",
        "/search?near=Newport", "/search?near=Tauntin", "/search > .mc-card h2 a", "/saved",
        "/sign-in", "/sign-up", "/reset", "/sharing", "/about", "/privacy", "/accessibility",
        "/no-such-page",
    ],
    "person@example.org": ["/my", "/my/money", "/my/money/new", "/my/data", "/groups",
                           "/groups/new", "/groups > main a[href*='/groups/']"],
    "provider@example.org": ["/my/listings", "/my/listings > main a[href*='/my/listings/']"],
    "catalyst@example.org": ["/catalyst", "/catalyst > main a[href*='/catalyst/']"],
    "admin@example.org": ["/admin/people"],
}  # fmt: skip


def main() -> None:
    """Leaves one PNG a page and width in instance/pictures."""
    target = ROOT / "instance" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    only = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        url, passwords = _serve(Path(folder))
        with sync_playwright() as tool:
            browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for who, paths in PAGES.items():
                if only and who not in only:
                    continue
                page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
                if who:
                    _sign_in(page, url, who, passwords[who])
                for path in paths:
                    _take(page, url, path, target, who.split("@")[0])
            browser.close()


def _serve(folder: Path) -> tuple[str, dict[str, str]]:
    environment = {"DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite"}
    postcodes = ROOT / "instance" / "postcodes.sqlite"
    environment["POSTCODES_FILE"] = str(postcodes)
    app = create_app(Config(instance=folder, environment=environment), RATELIMIT_ENABLED=False)
    with app.app_context():
        upgrade()
    printed = app.test_cli_runner().invoke(args=["seed", "demo"]).output
    server = create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    found = dict(re.findall(r"^demo (\S+) (\S+)$", printed, re.MULTILINE))
    return f"http://127.0.0.1:{server.effective_port}", found


def _sign_in(page: Page, url: str, who: str, password: str) -> None:
    page.goto(url + "/sign-in")
    page.fill("[name=email]", who)
    page.fill("[name=password]", password)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def _take(page: Page, url: str, path: str, target: Path, who: str) -> None:
    address, _, link = path.partition(" > ")
    page.goto(url + address)
    if link:
        page.goto(url + str(page.locator(link).first.get_attribute("href")))
    name = re.sub(r"[^a-z0-9]+", "-", f"{who or 'visitor'} {path}".lower()).strip("-")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(target / f"{name}-{width}.png"), full_page=True)
    print(name)


if __name__ == "__main__":
    main()
