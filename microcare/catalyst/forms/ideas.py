"""An idea, and who a page is given to."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Email, Length

from microcare.directory.forms.ask import EmailInput
from microcare.directory.forms.parts import block, line, one_of, tidy
from microcare.directory.values import KIND_WORDS, Kind, NameAndKind
from microcare.web.fields import given
from microcare.web.forms import Form

_LIKE = _l("Write their whole e-mail, like sam@example.org")


class IdeaForm(Form):
    """Something that might become a page one day."""

    name = line(
        _l("What would you call it?"),
        _l("Write a name, like Cooking near Minehead"),
        hint=_l("You can change it later."),
    )
    words = block(
        _l("What do you know so far?"),
        _l("Write a sentence or two"),
        hint=_l("Who wants it, who might do it, what comes next. Only catalysts read this."),
    )
    kind = one_of(_l("What sort of thing is it?"), KIND_WORDS.items(), _l("Pick one of these"))
    patch = one_of(_l("In which area?"), (), _l("Pick an area"))

    def offer_patches(self, patches: Iterable[tuple[UUID, str]]) -> None:
        """Asks for the area only of somebody who has several."""
        known = list(patches)
        if len(known) == 1:
            del self.patch
        else:
            self.patch.choices = [SelectChoice(str(code), name) for code, name in known]

    def value(self, only: UUID | None) -> tuple[NameAndKind, str, UUID]:
        """The idea, what is known of it, and the area: `only` where there is one."""
        patch_id = only or UUID(str(self.patch.data))
        return NameAndKind(self.name.data, Kind(self.kind.data)), str(self.words.data), patch_id


class GiveForm(Form):
    """Who looks after it from now on."""

    email = StringField(
        _l("What is the owner's e-mail?"),
        [given(_LIKE), Length(max=254, message=_LIKE), Email(message=_LIKE)],
        filters=[tidy],
        description=_l("We write to them once. They press a button to take it up."),
        widget=EmailInput(),
    )

    def value(self) -> str:
        """The address."""
        return str(self.email.data)
