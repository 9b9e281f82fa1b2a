"""Several do something at the same moment, each on a connection of their own, as requests do."""

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from microcare.extensions import may_write
from microcare.kernel.errors import DomainError

Deed = Callable[[Session], Any]


def together(engine: Engine, *deeds: Deed) -> list[str]:
    """Does all at the same moment, each in a transaction; answers how each ended."""
    ready, ended = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(place: int, deed: Deed) -> None:
        # As a request that is no plain read: SQLite takes its lock at the start.
        may_write.set(True)
        ready.wait(30)
        with Session(engine) as session:
            try:
                deed(session)
                session.commit()
            except DomainError as refused:
                session.rollback()
                ended[place] = type(refused).__name__
            else:
                ended[place] = "done"

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ended
