"""What must be true of a patch before its desk may open."""

from microcare.places.models import Patch


def has_safeguarding_contact(patch: Patch) -> bool:
    """Whether anything in the patch may be approved: there is a name and a number to ring."""
    return bool(patch.safeguarding_name.strip() and patch.safeguarding_phone.strip())
