"""Whether a page's work is care of the body, and on what basis it may be given (pooling P50)."""

from datetime import date

from microcare.directory.values import CareBasis, CheckKind, PublicListing


def care_basis(listing: PublicListing, today: date) -> CareBasis:
    """Of a public document: no such care, known to the CQC today, exempt, or none of these.

    A person who works alone for somebody is exempt (Health and Social Care Act 2008 (Regulated
    Activities) Regulations 2014, schedule 1, paragraph 1(3)). How many work there must be told.
    """
    if not listing.personal_care:
        return CareBasis.NO_CARE
    if any(
        check.kind == CheckKind.REGISTRATION and (check.ends_on is None or today <= check.ends_on)
        for check in listing.checks
    ):
        return CareBasis.REGISTERED
    return CareBasis.ALONE if listing.workers == 1 else CareBasis.UNKNOWN
