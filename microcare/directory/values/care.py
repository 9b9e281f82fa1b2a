"""On what basis somebody gives care of the body."""

from enum import StrEnum

from microcare.kernel.words import N_


class CareBasis(StrEnum):
    """Why they may give it; UNKNOWN is a reason not to."""

    NO_CARE = "no_care"
    REGISTERED = "registered"
    ALONE = "alone"
    UNKNOWN = "unknown"


CARE_WORDS = {
    CareBasis.NO_CARE: "",
    CareBasis.REGISTERED: N_(
        "They are on the list of the CQC, who inspect care. A catalyst saw it."
    ),
    CareBasis.ALONE: N_("One person works here alone, so the CQC does not inspect it."),
    CareBasis.UNKNOWN: N_("No one has seen that the CQC, who inspect care, know them."),
}
