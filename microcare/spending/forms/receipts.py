"""One photo or PDF. What is in it is looked at elsewhere; a file cannot be put back in a field."""

from typing import Any

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from wtforms import FileField
from wtforms.validators import StopValidation

from microcare.files.values import MOST_BYTES, NoFile, TooManyBytes
from microcare.web.forms import Form
from microcare.web.words import say

# A telephone offers its camera for the first of these.
ACCEPTED = "image/*,application/pdf"


class ReceiptForm(Form):
    """A photo or a PDF."""

    file = FileField(
        _l("A photo or a PDF"),
        description=_l("10 MB at most. We take out where and when it was taken."),
        widget=GovFileInput(),
    )

    def validate_file(self, field: Any) -> None:
        """Something must have been chosen, and not too much of it."""
        sent = field.data
        if not hasattr(sent, "read"):
            raise StopValidation(say(NoFile().sentence))
        self.sent = sent.read(MOST_BYTES + 1)
        if not self.sent:
            raise StopValidation(say(NoFile().sentence))
        if len(self.sent) > MOST_BYTES:
            raise StopValidation(say(TooManyBytes().sentence))

    def value(self) -> bytes:
        """The bytes that were sent. Only for a form that validated."""
        return bytes(self.sent)
