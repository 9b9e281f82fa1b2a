"""The questions about what a plan says, what was agreed, and what a funder asks."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from microcare.budgets.values import (
    ABOUT_WORDS,
    FUNDER_WORDS,
    SETTINGS,
    About,
    AgreementTold,
    FunderKind,
    FunderTold,
    Funding,
    Pledge,
    PurposeTold,
    Setting,
    Told,
)
from microcare.directory.forms.parts import block, line, one_of, some_of, whole
from microcare.web.fields import DateField, given
from microcare.web.forms import Form
from microcare.web.words import say

NOT_NAMED = "none"


class PurposeForm(Form):
    """What a plan says one kind of money is for."""

    funding = one_of(_l("Which money is it about?"), (), _l("Pick one kind of money"))
    words = block(
        _l("What does your plan say it is for?"),
        _l("Write what it says, like: cook my own meals with others"),
        most=300,
        hint=_l("In your own words. Only you see them."),
    )
    helps = some_of(_l("Which help is that?"), hint=_l("You can leave this out."))

    def offer(self, kinds: Iterable[tuple[str, str]], helps: Iterable[tuple[str, str]]) -> None:
        """Gives the kinds of money, and of help."""
        self.funding.choices = [SelectChoice(value, words) for value, words in kinds]
        self.helps.choices = [SelectChoice(value, words) for value, words in helps]

    def value(self) -> PurposeTold:
        """What was told. Only for a form that validated."""
        helps = tuple(self.helps.data or ())
        return PurposeTold(Funding(self.funding.data), str(self.words.data), helps)


class AgreementForm(Form):
    """What a funder agreed to; the paper stays with whoever writes it down here."""

    about = one_of(
        _l("What did they agree to?"),
        [(about, words) for about, words in ABOUT_WORDS.items() if about is not About.CLOSE],
        _l("Pick what they agreed to"),
    )
    agreed_by = line(_l("Who agreed?"), _l("Write who agreed, like Jo Park at Fundwell"))
    agreed_on = DateField(
        _l("What day was that?"), validators=[given(_l("Write the day, like 14 3 2027"))]
    )
    reference = line(
        _l("What is its number?"),
        _l("Write the number on the paper, or its title"),
        hint=_l("The number on the letter or the plan."),
    )
    words = block(
        _l("What does it say?"),
        _l("Write what they agreed to, in a sentence"),
        most=600,
        hint=_l("Keep the paper. Somebody may ask to see it."),
    )

    def value(self) -> AgreementTold:
        """What was told. Only for a form that validated."""
        return self._told(About(self.about.data))

    def _told(self, about: About, listing_id: UUID | None = None) -> AgreementTold:
        told: dict[str, Any] = self.data
        return AgreementTold(
            about=about,
            agreed_by=str(self.agreed_by.data),
            reference=str(self.reference.data),
            agreed_on=told["agreed_on"],
            words=str(self.words.data),
            listing_id=listing_id,
        )


class CloseForm(AgreementForm):
    """That somebody may pay a provider who is close to them."""

    about = None

    def value_for(self, listing_id: UUID) -> AgreementTold:
        """What was told of one provider. Only for a form that validated."""
        return self._told(About.CLOSE, listing_id)


def _figure(setting: Setting) -> Any:
    unit = {
        "weeks": _l("In weeks. You can leave this out."),
        "months": _l("In months. You can leave this out."),
        "years": _l("In years. You can leave this out."),
    }[setting.unit.value]
    least = 0 if setting.unit.value == "years" else 1
    return whole(_Said(setting.words), least=least, most=setting.most, hint=unit)


class _Said:
    """A label whose words are marked below the web."""

    def __init__(self, words: str):
        self.words = words

    def __str__(self) -> str:
        return say(self.words)

    def __html__(self) -> str:
        return say(self.words)


class RulesForm(Form):
    """What a funder asks: each figure by its name."""

    evidence_months, surplus_weeks, first_review_months, review_months = map(_figure, SETTINGS[:4])
    notice_weeks, return_weeks, keep_years, receipt_years = map(_figure, SETTINGS[4:])

    @property
    def figures(self) -> Sequence[Any]:
        """The fields, in their order."""
        return [self[setting.name] for setting in SETTINGS]

    def told(self) -> Told:
        """The figures by name. Only for a form that validated."""
        return {setting.name: self[setting.name].data for setting in SETTINGS}

    def fill(self, told: Told) -> None:
        """Shows what was said before."""
        for setting in SETTINGS:
            self[setting.name].data = told.get(setting.name)


class FunderForm(RulesForm):
    """A funder as the admin keeps it."""

    name = line(_l("What is it called?"), _l("Write its name, like Somerset Council"))
    kind = one_of(_l("What is it?"), FUNDER_WORDS.items(), _l("Pick what it is"))
    ask = line(
        _l("Who can people ask there?"),
        _l("Write who to ask, like the direct payment team, 01632 960150"),
    )

    def value(self) -> FunderTold:
        """The funder. Only for a form that validated."""
        kind = FunderKind(self.kind.data)
        return FunderTold(str(self.name.data), kind, str(self.ask.data), self.told())


class PledgeFields(Form):
    """What a yes says of the money it names. Asked only where money that is not one's own is."""

    purpose = RadioField(
        _l("What does your plan say this is for?"),
        description=_l("Only for a yes. Only you see this."),
        widget=GovRadioInput(),
        validate_choice=False,
    )
    outside = block(
        _l("If your plan does not name it: why is it right all the same?"),
        most=300,
        hint=_l("This will stand on your statement."),
    )
    close = RadioField(
        _l("Is who you pay your partner, or a close relative who lives with you?"),
        description=_l("The law asks this of money from a council or the NHS."),
        widget=GovRadioInput(),
        choices=[SelectChoice("no", _l("No")), SelectChoice("yes", _l("Yes"))],
        validate_choice=False,
    )

    def offer_purposes(self, found: Iterable[tuple[str, str]], *, own: Collection[str]) -> None:
        """Gives the purposes to pick from; `own` are the ids of money that needs none."""
        none = SelectChoice(NOT_NAMED, str(_l("My plan does not name it")))
        self.purpose.choices = [*(SelectChoice(value, words) for value, words in found), none]
        self.own = set(own)
        # All of somebody's money may be their own; then none of this is asked.
        budgets = {choice.value for choice in self["budget"].choices}
        self.asks_purpose = bool(budgets - self.own)

    def validate_purpose(self, field: Any) -> None:
        """A yes with such money names one, or says that the plan does not (P13)."""
        if self._is_asked() and field.data not in {choice.value for choice in field.choices}:
            raise StopValidation(str(_l("Pick what your plan says this is for")))

    def validate_outside(self, field: Any) -> None:
        """What no plan names needs a reason."""
        if self._is_asked() and self.purpose.data == NOT_NAMED and not field.data:
            raise StopValidation(str(_l("Write why it is right all the same")))

    def validate_close(self, field: Any) -> None:
        """Asked, never assumed."""
        if self._is_asked() and field.data not in ("yes", "no"):
            raise StopValidation(str(_l("Say whether they are close to you")))

    def _is_asked(self) -> bool:
        """Whether this is a yes with money that is not only one's own."""
        picked = self["budget"].data or ()
        named = {picked} if isinstance(picked, str) else set(picked)
        return self["answer"].data == "yes" and bool(named - self.own)

    def pledge(self) -> Pledge:
        """What the yes says of its money. Only for a form that validated."""
        if not self._is_asked():
            return Pledge()
        picked = self.purpose.data
        is_named = picked != NOT_NAMED
        return Pledge(
            purpose_id=UUID(picked) if is_named else None,
            outside="" if is_named else str(self.outside.data),
            is_close=self.close.data == "yes",
        )
