"""Questions that build trust: languages, access, checks, owners, treatment, principles, story."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput
from wtforms import BooleanField
from wtforms.validators import ValidationError

from microcare.directory.forms.parts import block, line, one_of, some_of, tidy, whole, yes_or_no
from microcare.directory.values import (
    ACCESS_WORDS,
    DBS_WORDS,
    Access,
    Accessible,
    Answers,
    ChecksHeld,
    DbsLevel,
    Languages,
    Ownership,
    Principles,
    Story,
    Treatment,
)
from microcare.kernel.words import N_
from microcare.web.fields import DateField
from microcare.web.forms import Form

MOST_LANGUAGES = 12
MOST_PRINCIPLES = 5
_HELD = (("none", N_("None yet")), *DBS_WORDS.items())


class LanguagesForm(Form):
    """Languages spoken."""

    languages = line(
        _l("Which languages do you speak?"),
        _l("Write a language, like English"),
        most=200,
        hint=_l("Put a comma between them. Add BSL if you sign."),
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        known = answers.languages
        return {"languages": ", ".join(known.languages)} if known else {}

    def _names(self) -> list[str]:
        names = (tidy(part) for part in (self.languages.data or "").split(","))
        return list(dict.fromkeys(name for name in names if name))

    def validate_languages(self, field: Any) -> None:
        """Some names, not too many and not too long."""
        names = self._names()
        if not names:
            raise ValidationError(_("Write a language, like English"))
        if len(names) > MOST_LANGUAGES or any(len(name) > 40 for name in names):
            raise ValidationError(_("Write up to 12 languages, with commas between"))

    def value(self) -> Languages:
        """The answer."""
        return Languages(tuple(self._names()))


class AccessForm(Form):
    """What makes it easier to use."""

    access = some_of(
        _l("What makes it easier to use?"),
        ACCESS_WORDS.items(),
        hint=_l("Tick what is true. Tick nothing if none of these is."),
    )
    access_note = block(
        _l("Anything else?"), most=300, hint=_l("Like this: one small step at the door.")
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        known = answers.accessible
        if known is None:
            return {}
        return {"access": [code.value for code in known.access], "access_note": known.access_note}

    def value(self) -> Accessible:
        """The answer."""
        return Accessible(tuple(Access(code) for code in self.access.data), self.access_note.data)


class ChecksForm(Form):
    """What they hold. The catalyst looks at the papers."""

    has_insurance = yes_or_no(
        _l("Do you have public liability insurance?"), _l("Say if you have insurance")
    )
    insured_until = DateField(
        _l("Until when?"), description=_l("Like 14 3 2027. Leave it empty if you have none.")
    )
    dbs = one_of(
        _l("Which DBS check do you have?"),
        _HELD,
        _l("Pick one of these"),
        hint=_l("A DBS check looks for crimes that matter. A basic one is often enough."),
    )
    registration = line(
        _l("Your CQC number"),
        most=40,
        hint=_l("Only if two or more of you give care of the body."),
    )
    has_training = yes_or_no(
        _l("Have you trained in keeping people safe?"), _l("Say if you have trained")
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        held = answers.checks
        if held is None:
            return {}
        return {
            "has_insurance": "yes" if held.has_insurance else "no",
            "insured_until": held.insured_until,
            "dbs": held.dbs.value if held.dbs else "none",
            "registration": held.registration,
            "has_training": "yes" if held.has_training else "no",
        }

    def value(self) -> ChecksHeld:
        """The answer."""
        return ChecksHeld(
            has_insurance=self.has_insurance.data == "yes",
            dbs=None if self.dbs.data == "none" else DbsLevel(self.dbs.data),
            insured_until=self.insured_until.data,
            registration=self.registration.data,
            has_training=self.has_training.data == "yes",
        )


class OwnershipForm(Form):
    """Who owns it."""

    organisation = line(
        _l("What name is it run under?"),
        _l("Write the name it is run under"),
        hint=_l("Often your own name, or the name of the page."),
    )
    users_percent = whole(
        _l("How much do people who use it own, in per cent?"),
        _l("Write what people who use it own, from 0 to 100"),
        least=0,
        most=100,
    )
    workers_percent = whole(
        _l("How much do people who work in it own, in per cent?"),
        _l("Write what people who work in it own, from 0 to 100"),
        least=0,
        most=100,
        hint=_l("If you work alone and own it, write 100."),
    )
    register = line(
        _l("Where is it registered?"),
        most=80,
        hint=_l("Like Companies House, or the register of charities. Empty if nowhere."),
    )
    register_number = line(_l("Its number there"), most=40)

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        owned = answers.ownership
        if owned is None:
            return {}
        return {
            "organisation": owned.organisation,
            "users_percent": owned.users_percent,
            "workers_percent": owned.workers_percent,
            "register": owned.register,
            "register_number": owned.register_number,
        }

    def validate_workers_percent(self, field: Any) -> None:
        """No more than the whole."""
        if (field.data or 0) + (self.users_percent.data or 0) > 100:
            raise ValidationError(_("The two cannot be more than 100 together"))

    def value(self) -> Ownership:
        """The answer."""
        return Ownership(
            organisation=self.organisation.data,
            users_percent=self.users_percent.data,
            workers_percent=self.workers_percent.data,
            register=self.register.data,
            register_number=self.register_number.data,
        )


class TreatmentForm(Form):
    """How the people who work here are treated."""

    paid = line(
        _l("What are people who work here paid?"),
        _l("Write what they are paid"),
        most=200,
        hint=_l("Like £13 an hour. Or say that you work alone, or as volunteers."),
    )
    travel_time = line(_l("Is time on the road paid?"), most=200)
    training = line(_l("What training do they get?"), most=200)
    say = line(_l("What say do they have in how it is run?"), most=200)

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        known = answers.treatment
        if known is None:
            return {}
        return {
            "paid": known.paid,
            "travel_time": known.travel_time,
            "training": known.training,
            "say": known.say,
        }

    def value(self) -> Treatment:
        """The answer."""
        return Treatment(self.paid.data, self.travel_time.data, self.training.data, self.say.data)


class PrinciplesForm(Form):
    """What they will not give up."""

    principles = block(
        _l("What will you not give up?"),
        _l("Write at least one"),
        most=600,
        hint=_l("One a line. Like this: the same faces, every time."),
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        known = answers.principles
        return {"principles": "\n".join(known.principles)} if known else {}

    def _lines(self) -> list[str]:
        return [tidy(text) for text in (self.principles.data or "").splitlines() if tidy(text)]

    def validate_principles(self, field: Any) -> None:
        """A few."""
        if len(self._lines()) > MOST_PRINCIPLES:
            raise ValidationError(_("Write up to five, one a line"))

    def value(self) -> Principles:
        """The answer."""
        return Principles(tuple(self._lines()))


class StoryForm(Form):
    """One story, with a yes."""

    story = block(
        _l("One short story"),
        most=600,
        hint=_l("In the person's own words. Leave out their name and where they live."),
    )
    story_by = line(
        _l("Who tells it, in general words?"), hint=_l("Like this: a man near Wellington.")
    )
    story_agreed = BooleanField(
        _l("They said yes to sharing this"), widget=GovCheckboxInput(), default=False
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        known = answers.story
        if known is None:
            return {}
        return {
            "story": known.story,
            "story_by": known.story_by,
            "story_agreed": known.story_agreed,
        }

    def validate_story_agreed(self, field: Any) -> None:
        """No story without a yes."""
        if self.story.data and not field.data:
            raise ValidationError(_("Ask them first. Then tick this box"))

    def value(self) -> Story:
        """The answer."""
        return Story(self.story.data, self.story_by.data, bool(self.story_agreed.data))
