"""Whoever puts an offer to everyone is asked whether they are tied to the provider (P26)."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput
from wtforms import BooleanField, Label

from microcare.web.forms import Form


class Tick(BooleanField):
    """A tick that is shown again as a tick, whatever was sent for it."""

    def _value(self) -> str:
        return "y"


def tied_field() -> Tick:
    """A tick, because most have none to make."""
    return Tick(_l("I am paid by them, or close to them"), widget=GovCheckboxInput())


class ChooseForm(Form):
    """The press that puts one offer to everyone. There is one for each offer on the page."""

    tied = tied_field()
    by_all = Tick(
        _l("All of us must say yes. Anyone can stop it with a no"), widget=GovCheckboxInput()
    )

    def name_it(self, offer_id: UUID, provider: str) -> None:
        """Tells this offer's fields from those of the others."""
        self.by_all.id = f"by-all-{offer_id}"
        self.by_all.label = Label(self.by_all.id, self.by_all.label.text)
        self.tied.id = f"tied-{offer_id}"
        words = _l("I am paid by %(name)s, or close to them", name=provider)
        self.tied.label = Label(self.tied.id, words)
