"""Questions about who they are: name, what they do, the people, how to reach them."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from microcare.directory.forms.parts import block, line, one_of, tidy
from microcare.directory.values import (
    KIND_WORDS,
    Answers,
    Kind,
    Met,
    NameAndKind,
    People,
    Reached,
    Summary,
    Visit,
)
from microcare.web.forms import Form

MOST_PEOPLE = 8
_OTHER = "new"
_PHONE = re.compile(r"^(?:\+44|0)[0-9]{9,10}$", re.ASCII)
_WEBSITE = re.compile(
    r"^https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
    r"(?::[0-9]{1,5})?(?:[/?#][^\s<>\"']*)?$",
    re.ASCII | re.IGNORECASE,
)


class NameForm(Form):
    """What it is called and what sort of thing it is."""

    name = line(_l("Its name"), _l("Write a name, like Moor Walks"), most=80)
    kind = one_of(
        _l("What is it?"),
        KIND_WORDS.items(),
        _l("Pick what it is"),
        hint=_l("Do not list one person's circle, home or family. They are private."),
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        return {"name": answers.named.name, "kind": answers.named.kind.value}

    def value(self) -> NameAndKind:
        """The answer."""
        return NameAndKind(self.name.data, Kind(self.kind.data))


class StartForm(NameForm):
    """The first question of a new page; and who runs it, for whoever runs something here."""

    runs = one_of(_l("Who runs it?"), (), _l("Pick who runs it"))

    def offer(self, organizations: Iterable[tuple[UUID, str]]) -> None:
        """Puts the names that they run things under, or leaves the question out."""
        known = [SelectChoice(value=str(id_), label=name) for id_, name in organizations]
        if not known:
            del self.runs
            return
        other = SelectChoice(value=_OTHER, label=_l("A new name, or someone else"))
        self.runs.choices = [*known, other]

    def organization_id(self) -> UUID | None:
        """The one that was picked, or None for a new one."""
        picked = str(self.runs.data) if "runs" in self else _OTHER
        return None if picked == _OTHER else UUID(picked)


class SummaryForm(Form):
    """What they do, short enough for a list of results."""

    summary = block(
        _l("What do you do, in two sentences?"),
        _l("Write one or two sentences"),
        most=300,
        hint=_l("This is what people read first. Say what you do with them."),
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        return {"summary": answers.summary.summary} if answers.summary else {}

    def value(self) -> Summary:
        """The answer."""
        return Summary(self.summary.data)


class VisitForm(Form):
    """What a visit is like."""

    description = block(
        _l("What is a visit like?"),
        _l("Write what happens on a visit"),
        hint=_l("Start at the door. Who does what, and how does it end?"),
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        return {"description": answers.visit.description} if answers.visit else {}

    def value(self) -> Visit:
        """The answer."""
        return Visit(self.description.data)


class PeopleForm(Form):
    """The people you would meet: one line each, the name first."""

    people = block(
        _l("Who would people meet?"),
        _l("Write at least one name"),
        hint=_l(
            "One person a line, like this. Callum Reed: I walked dogs for ten years. "
            "Their names are shown on your page."
        ),
    )
    same_people = line(
        _l("Is it the same people each time?"),
        most=200,
        hint=_l("You can leave this empty."),
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        if answers.people is None:
            return {}
        lines = [f"{m.name}: {m.about}" if m.about else m.name for m in answers.people.people]
        return {"people": "\n".join(lines), "same_people": answers.people.same_people}

    def validate_people(self, field: Any) -> None:
        """A few people, each with a name of a sound length, none named twice."""
        names = [met.name.casefold() for met in self._met()]
        if len(names) > MOST_PEOPLE:
            raise ValidationError(_("Write up to %(most)d people", most=MOST_PEOPLE))
        if any(not name or len(name) > 80 for name in names):
            raise ValidationError(_("Begin each line with a name, then a colon"))
        if len(set(names)) < len(names):
            raise ValidationError(_("Write each name once"))

    def _met(self) -> list[Met]:
        lines = [text for text in (self.people.data or "").splitlines() if text.strip()]
        parts = (text.partition(":") for text in lines)
        return [Met(tidy(name), tidy(about)) for name, _colon, about in parts]

    def value(self) -> People:
        """The answer."""
        return People(tuple(self._met()), self.same_people.data)


class ReachedForm(Form):
    """How everybody may reach them."""

    phone = line(
        _l("A phone number for your page"),
        most=20,
        hint=_l("Leave it empty if you like. People can ask you a question here."),
    )
    website = line(_l("Your website"), most=200, hint=_l("Leave it empty if you have none."))

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        reached = answers.reached
        return {"phone": reached.phone, "website": reached.website} if reached else {}

    def validate_phone(self, field: Any) -> None:
        """A British number, with any spaces, brackets or hyphens."""
        if field.data and not _PHONE.match(re.sub(r"[\s()-]", "", field.data)):
            raise ValidationError(_("Write a phone number, like 01632 960 001"))

    def validate_website(self, field: Any) -> None:
        """A web address, its https:// added where it was left out."""
        if field.data and "://" not in field.data:
            field.data = f"https://{field.data}"
        if field.data and not _WEBSITE.match(field.data):
            raise ValidationError(_("Write a web address, like www.example.org"))

    def value(self) -> Reached:
        """The answer."""
        return Reached(self.phone.data, self.website.data)
