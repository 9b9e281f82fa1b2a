"""What the front page and a person's own page show."""

from dataclasses import dataclass

from microcare.kernel.words import N_


@dataclass(frozen=True, slots=True)
class Start:
    """One of the eight kinds of help to start from: its symbol and its words."""

    group: str
    symbol: str
    name: str
    more: str


STARTS = (
    Start("meals", "pot", N_("Cooking and meals"), N_("Cook together, or a hot lunch")),
    Start("out", "boot", N_("Getting out"), N_("Walks, trips, shops, swimming")),
    Start("company", "cup", N_("Company"), N_("A chat, a game, a visit")),
    Start("home", "broom", N_("Help at home"), N_("Cleaning, washing, the garden")),
    Start("making", "brush", N_("Making and music"), N_("Art, sewing, singing, repairs")),
    Start("learning", "cap", N_("Learning and work"), N_("Reading, money, finding a job")),
    Start("breaks", "case", N_("Short breaks"), N_("A day or some days away")),
    Start("body", "hand", N_("Washing and dressing"), N_("Help with your body, in private")),
)
