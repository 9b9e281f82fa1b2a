"""People who asked for help in finding others: what they let a catalyst see, and no more."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.forms import IntroduceForm
from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.groups.queries import people_asking
from microcare.groups.services import introduce_two
from microcare.groups.values import PART_WORDS
from microcare.people.current import note_looks
from microcare.people.values.seen import Seen
from microcare.web.current import clock, session
from microcare.web.forms import attempt
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/catalyst/people")
def show_people() -> ResponseReturnValue:
    """Who asks, the longest first."""
    return _page(IntroduceForm())


@blueprint.post("/catalyst/people")
@writes
def introduce_people() -> ResponseReturnValue:
    """Puts two before each other."""
    form = IntroduceForm()

    def introduce() -> None:
        introduce_two(session(), form.value(), by=me(), clock=clock())

    if not (form.validate_on_submit() and attempt(form, introduce)):
        return _page(form), 400
    flash(_("Both have been asked. If both say yes, they see each other's first names."))
    return redirect(url_for("catalyst.show_people"), 303)


def _page(form: IntroduceForm) -> str:
    private()
    asking = people_asking(session(), me().patch_ids, today=clock().today())
    note_looks((one.person_id for one in asking), Seen.WISH)
    return page(
        "catalyst/people.html",
        form=form,
        asking=asking,
        part_words=PART_WORDS,
    )
