"""Notes what happened after the answer has gone, in a transaction of its own.

Losing an observation is harmless, so a failure is logged and nothing more.
"""

from collections.abc import Callable

import structlog
from flask import Flask, g
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from microcare.extensions import db, may_write

_log = structlog.get_logger("microcare.observe")


def observe(note: Callable[[Session], None]) -> None:
    """Runs `note(session)` once the response is made, then commits it."""
    if "observations" not in g:
        g.observations = []
    g.observations.append(note)


def keep_observations(app: Flask) -> None:
    """Runs the observations of each request when it ends."""

    @app.teardown_request
    def keep(error: BaseException | None) -> None:
        notes: list[Callable[[Session], None]] = g.pop("observations", [])
        if not notes or error is not None:
            return
        db.session.rollback()
        token = may_write.set(True)
        try:
            for note in notes:
                note(db.session())
            db.session.commit()
        except SQLAlchemyError as failure:
            db.session.rollback()
            _log.warning("observation_lost", kind=type(failure).__name__)
        finally:
            may_write.reset(token)
