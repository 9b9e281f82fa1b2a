"""The store of the running application."""

from pathlib import Path

from microcare.files.store import Store
from microcare.web.current import setting


def store() -> Store:
    """The folder that `RECEIPTS_DIR` names."""
    return Store(Path(setting("RECEIPTS_DIR")))
