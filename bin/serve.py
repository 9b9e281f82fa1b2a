"""Serves the site with waitress; delivers its mail and does its chores in the background."""

import os
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from waitress import serve

from microcare import create_app
from microcare.mail.commands import deliver_in_background
from microcare.web.chores import do_chores_in_background


def main() -> None:
    """Runs until stopped."""
    app = create_app()
    port = int(os.environ.get("PORT") or 8000)
    stop = threading.Event()
    for work in (deliver_in_background, do_chores_in_background):
        threading.Thread(target=work, args=(app, stop), daemon=True).start()
    sys.stdout.write(f"microcare is at {app.config['BASE_URL']}/\n")
    sys.stdout.flush()
    try:
        serve(
            app,
            host=os.environ.get("HOST") or "127.0.0.1",
            port=port,
            threads=8,
            ident=None,
            # Else waitress drops them before the application, which knows how many to believe.
            clear_untrusted_proxy_headers=not app.config["BEHIND_PROXIES"],
        )
    finally:
        stop.set()


if __name__ == "__main__":
    main()
