"""What this application is set to: when a missing receipt is asked for."""

from microcare.spending.values.evidence import ReceiptTimes
from microcare.web.current import setting


def receipt_times() -> ReceiptTimes:
    """The days after a payment, from the settings."""
    return ReceiptTimes(
        first=setting("RECEIPT_FIRST_DAYS"),
        second=setting("RECEIPT_SECOND_DAYS"),
        pause=setting("RECEIPT_PAUSE_DAYS"),
    )
