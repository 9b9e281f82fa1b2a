"""The rules of the running application: what its settings ask of a listing."""

from microcare.directory.values import Rules
from microcare.web.current import setting


def current_rules() -> Rules:
    """By `MOST_WORKERS` and `INSURANCE_POUNDS`."""
    return Rules(most_workers=setting("MOST_WORKERS"), insurance_pounds=setting("INSURANCE_POUNDS"))
