"""The few questions a group asks."""

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovTextArea, GovTextInput
from wtforms import StringField, TextAreaField
from wtforms.validators import Email, Length

from microcare.web.fields import given
from microcare.web.forms import Form


class GroupForm(Form):
    """What a group is called."""

    name = StringField(
        _l("What will you call your group?"),
        description=_l("Only the people in it see the name. Leave out anything private."),
        widget=GovTextInput(),
        validators=[
            given(_l("Write a name, like Tuesday Tea")),
            Length(max=60, message=_l("Make this shorter. 60 letters at most")),
        ],
    )


class InviteForm(Form):
    """Whom to ask."""

    email = StringField(
        _l("What is their e-mail address?"),
        widget=GovTextInput(),
        validators=[
            given(_l("Write an e-mail address, like name@example.org")),
            Length(max=254, message=_l("Make this shorter. 254 letters at most")),
            Email(message=_l("Write an e-mail address, like name@example.org")),
        ],
    )


class BringForm(Form):
    """What somebody could bring."""

    brings = TextAreaField(
        _l("What could you bring?"),
        description=_l("A skill, a car, a kitchen, good company. You can leave this empty."),
        widget=GovTextArea(),
        validators=[Length(max=300, message=_l("Make this shorter. 300 letters at most"))],
    )
