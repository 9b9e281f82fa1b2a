"""bin/serve.py believes the proxies it was told of, and nobody else."""

import importlib.util
import threading
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from flask import request
from waitress.server import create_server

SERVE = Path(__file__).resolve().parents[3] / "bin" / "serve.py"


@pytest.mark.parametrize(("proxies", "address"), [("0", "127.0.0.1"), ("1", "203.0.113.9")])
def test_whose_address_it_is(
    proxies: str, address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started = _started(monkeypatch, tmp_path, proxies)
    app = started.pop("app")
    app.before_request_funcs.setdefault(None, []).insert(0, lambda: str(request.remote_addr))
    server = create_server(app, **started | {"port": 0})
    threading.Thread(target=server.run, daemon=True).start()
    try:
        asked = Request(f"http://127.0.0.1:{server.effective_port}/")
        asked.add_header("X-Forwarded-For", "203.0.113.9")
        with urlopen(asked, timeout=10) as answer:
            assert answer.read().decode() == address
    finally:
        server.close()


def _started(monkeypatch: pytest.MonkeyPatch, folder: Path, proxies: str) -> dict[str, Any]:
    """What bin/serve.py hands to waitress, without its background work."""
    environment = {"BEHIND_PROXIES": proxies, "SECRET_KEY": "test", "PORT": "8000", "HOST": ""}
    environment["DATABASE_URL"] = f"sqlite:///{folder / 'serving.sqlite'}"
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    spec = importlib.util.spec_from_file_location("serve_as_script", SERVE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, Any] = {}
    monkeypatch.setattr(module, "serve", lambda app, **rest: found.update(rest, app=app))
    for work in ("deliver_in_background", "do_chores_in_background"):
        monkeypatch.setattr(module, work, lambda *_: None)
    module.main()
    return found
