"""Where pence can be, and the only ways between."""

from enum import StrEnum


class Bucket(StrEnum):
    """Where a person's pence can be (pooling P1)."""

    SOURCE = "source"
    AVAILABLE = "available"
    HELD = "held"
    PAID_IN = "paid_in"
    SPENT = "spent"
    REFUND_DUE = "refund_due"
    RETURNED = "returned"


# The only moves there are (pooling P1). The database refuses any other pair: see guards.py.
ALLOWED_MOVES = {
    (Bucket.SOURCE, Bucket.AVAILABLE),
    (Bucket.AVAILABLE, Bucket.SOURCE),
    (Bucket.AVAILABLE, Bucket.HELD),
    (Bucket.HELD, Bucket.AVAILABLE),
    (Bucket.HELD, Bucket.SPENT),
    (Bucket.HELD, Bucket.PAID_IN),
    (Bucket.PAID_IN, Bucket.SPENT),
    (Bucket.PAID_IN, Bucket.REFUND_DUE),
    (Bucket.SPENT, Bucket.REFUND_DUE),
    (Bucket.REFUND_DUE, Bucket.AVAILABLE),
    (Bucket.AVAILABLE, Bucket.RETURNED),
    (Bucket.REFUND_DUE, Bucket.RETURNED),
}
