"""The few questions a group asks, and those about what somebody wants to do with others."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovTextArea, GovTextInput
from wtforms import StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Email, Length

from microcare.decisions.values import QUESTION_ANSWERS, QUESTION_DAYS
from microcare.directory.forms.parts import line, one_of, some_of
from microcare.groups.values import PART_WORDS, PartOfWeek, Wanted
from microcare.groups.values.coops import BALANCES, STAKE_WORDS
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


class AskForm(Form):
    """What to ask the group, and for how long."""

    words = TextAreaField(
        _l("What do you want to ask?"),
        description=_l("Something to say yes or no to. Not about money: each decides that alone."),
        widget=GovTextArea(),
        validators=[
            given(_l("Write your question, like: Shall we meet on Wednesdays?")),
            Length(max=300, message=_l("Make this shorter. 300 letters at most")),
        ],
    )
    days = one_of(
        _l("How long do they have?"),
        [(str(days), words) for days, words in QUESTION_DAYS.items()],
        _l("Pick how long"),
    )


class CoopForm(Form):
    """What voice each has in a co-operative, and how long the others have to answer."""

    balance = one_of(
        _l("What voice does each have?"),
        [(code, words) for code, (words, _) in BALANCES.items()],
        _l("Pick what voice each has"),
    )
    days = one_of(
        _l("How long do they have?"),
        [(str(days), words) for days, words in QUESTION_DAYS.items()],
        _l("Pick how long"),
    )


class StakeForm(Form):
    """Why somebody is in a co-operative."""

    stake = one_of(
        _l("Why are you in it?"),
        [(stake.value, words) for stake, words in STAKE_WORDS.items()],
        _l("Pick one"),
    )


class QuestionForm(Form):
    """A member's own answer to a question."""

    answer = one_of(
        _l("What do you say?"),
        [(answer.value, words) for answer, words in QUESTION_ANSWERS.items()],
        _l("Pick one answer"),
    )


class EmptyForm(Form):
    """A button, and nothing to fill in."""


class InterestForm(Form):
    """What somebody wants to do with others: what, where, when, and for whom."""

    helps = some_of(
        _l("What do you want to do?"), needed=_l("Pick at least one thing"), hint=_l("Up to three.")
    )
    outcode = line(
        _l("Where, roughly?"),
        _l("Write the first half of a postcode, like TA1"),
        most=8,
        hint=_l("The first half of your postcode, like TA1. We keep no more of it."),
    )
    times = some_of(_l("When could you?"), PART_WORDS.items(), _l("Pick at least one time"))
    whose = one_of(_l("Who is it for?"), (), _l("Pick yourself, or a group of yours with room"))

    def offer(
        self, helps: Iterable[tuple[str, str]], *, groups: Iterable[tuple[UUID, str]]
    ) -> None:
        """Gives the kinds of help, and the groups that could take one more."""
        self.helps.choices = [SelectChoice(value, words) for value, words in helps]
        theirs = [SelectChoice(str(group_id), name) for group_id, name in groups]
        if theirs:
            self.whose.choices = [SelectChoice("me", _l("For me")), *theirs]
        else:
            del self.whose

    def value(self) -> Wanted:
        """What is wanted. Only for a form that validated."""
        whose = self.whose.data if "whose" in self else "me"
        return Wanted(
            helps=tuple(self.helps.data or ()),
            outcode=str(self.outcode.data),
            times=tuple(PartOfWeek(part) for part in self.times.data or ()),
            group_id=None if whose == "me" else UUID(str(whose)),
        )
