"""A kind of help, as the admin writes it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from microcare.directory.forms.parts import block, line, one_of
from microcare.directory.values import (
    GROUP_WORDS,
    LONGEST_TERM,
    MOST_ALIKE,
    HelpGroup,
    TermWords,
)
from microcare.web.forms import Form


class TermForm(Form):
    """Its name, the starting kind it stands under, and other words for it, one a line."""

    name = line(
        _l("What is it called?"),
        _l("Write what it is called"),
        most=LONGEST_TERM,
        hint=_l("In plain words, like: Cooking together."),
    )
    alike = block(
        _l("Other words people use for it"),
        hint=_l("One on each line. A search for any of them finds it."),
    )
    group = one_of(
        _l("Where does it belong?"),
        [(group, words.name) for group, words in GROUP_WORDS.items()],
        _l("Pick where it belongs"),
    )

    def validate_alike(self, field: Any) -> None:
        """No more words than the index makes sense of, and none that is a whole story."""
        if len(self._alike()) > MOST_ALIKE:
            raise ValidationError(_("Write %(most)d lines or fewer", most=MOST_ALIKE))
        if any(len(words) > LONGEST_TERM for words in self._alike()):
            raise ValidationError(_("Make each line shorter: %(most)d letters", most=LONGEST_TERM))

    def _alike(self) -> tuple[str, ...]:
        lines = (text.strip() for text in str(self.alike.data or "").splitlines())
        return tuple(dict.fromkeys(text for text in lines if text))

    def value(self) -> TermWords:
        """The words."""
        return TermWords(str(self.name.data), HelpGroup(self.group.data), self._alike())

    def fill(self, words: TermWords) -> None:
        """Shows the words it has now."""
        self.name.data, self.group.data = words.name, words.group.value
        self.alike.data = "\n".join(words.alike)
