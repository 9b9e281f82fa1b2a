"""A catalyst's answer to what was sent, a tie to it, and a note."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from microcare.catalyst.values import TIE_WORDS, Decision
from microcare.directory.forms.parts import block, one_of, some_of
from microcare.kernel.words import N_
from microcare.web.forms import Form
from microcare.web.words import say

_DECISIONS = {
    Decision.YES: N_("Yes, put it on the map"),
    Decision.CHANGES: N_("Ask for changes"),
    Decision.NO: N_("No, and say why"),
}


class AnswerForm(Form):
    """Yes, some changes first, or no; with words."""

    answer = one_of(_l("Your answer"), _DECISIONS.items(), _l("Pick one of these"))
    words = block(
        _l("Your words to them"),
        hint=_l("They get an e-mail that leads to your words. Begin with what is good."),
    )

    parts = some_of(_l("Which parts shall they change?"), hint=_l("Their list of parts shows it."))
    # When what is on the page was sent, so that nobody answers what they have not read.
    read = HiddenField()

    def offer_parts(self, parts: Iterable[tuple[str, str]]) -> None:
        """What can be changed."""
        self.parts.choices = [SelectChoice(slug, say(name)) for slug, name in parts]

    def offer(self, *, sent_at: datetime | None, may_say_yes: bool) -> None:
        """Says what is answered; leaves yes out where it cannot be said."""
        self.read.data = sent_at.isoformat() if sent_at else ""
        if not may_say_yes:
            self.answer.choices = [c for c in self.answer.choices if c.value != Decision.YES]

    def value(self) -> tuple[Decision, str]:
        """The answer and the words."""
        return Decision(self.answer.data), str(self.words.data)

    def read_at(self) -> datetime | None:
        """When what they read was sent; None where the page does not say."""
        try:
            return datetime.fromisoformat(self.read.data or "")
        except ValueError:
            return None


class TieForm(Form):
    """How a catalyst is too close to decide."""

    tie = one_of(_l("How are you close to them?"), TIE_WORDS.items(), _l("Pick one of these"))

    def value(self) -> str:
        """The tie."""
        return str(self.tie.data)


class MistakeForm(Form):
    """Why somebody who stood aside is not too close after all."""

    words = block(
        _l("Why is it a mistake?"),
        _l("Say why, in a sentence or two"),
        most=1000,
        hint=_l("Like this: it was another Priya. Catalysts of the area can read it."),
    )

    def value(self) -> str:
        """The words."""
        return str(self.words.data)


class StopForm(Form):
    """Why a page is stopped, or goes on."""

    words = block(
        _l("Your words to them"),
        _l("Say why, in a sentence or two"),
        most=1000,
        hint=_l("They read it on their own page. Catalysts of the area can read it too."),
    )

    def value(self) -> str:
        """The words."""
        return str(self.words.data)


class NoteForm(Form):
    """A note for the catalysts of the area."""

    note = block(
        _l("A note for you and other catalysts"),
        _l("Write a note"),
        most=1000,
        hint=_l("Like this: rang them, and met both on Friday. They do not see it."),
    )

    def value(self) -> str:
        """The note."""
        return str(self.note.data)


class SettleForm(Form):
    """What was wrong is settled; with words to whoever told us, where they left an address."""

    words = block(
        _l("Your words to them"),
        most=1000,
        hint=_l("They get an e-mail. You can leave this empty."),
    )

    def offer(self, *, has_address: bool, is_open: bool) -> None:
        """Leaves the words out where there is nobody to write to.

        Words that come when somebody else has settled it stay, to be shown again.
        """
        may_write = has_address if is_open else bool(self.words.raw_data)
        if not may_write:
            del self.words

    def value(self) -> str:
        """The words."""
        return str(self.words.data or "") if "words" in self else ""
