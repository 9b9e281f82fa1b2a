"""A listing reached by what hangs on it: a report that it is wrong, or one of its checks."""

import uuid

from sqlalchemy.orm import Session

from microcare.catalyst.policies import ReportOn
from microcare.directory.models import Listing, ListingReport
from microcare.directory.queries import listing_by_id


def report_to_settle(session: Session, report_id: uuid.UUID) -> ReportOn | None:
    """A report, settled or not."""
    report = session.get(ListingReport, report_id)
    if report is None:
        return None
    return ReportOn(report, session.get_one(Listing, report.listing_id))


def listing_to_check(session: Session, listing_id: uuid.UUID, check: str) -> Listing | None:
    """The listing that a check is of; which checks there are follows from its answers."""
    del check
    return listing_by_id(session, listing_id)
