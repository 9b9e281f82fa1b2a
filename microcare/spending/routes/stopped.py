"""What one person can do while a provider cannot go on. Only they see it, over all their groups."""

from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.commissioning.queries import stopped_promises
from microcare.people.current import spoken_for
from microcare.people.models import Person
from microcare.spending.forms import PressForm
from microcare.spending.queries import has_part_with
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import let_stopped_go
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/my/stopped")
def show_stopped() -> ResponseReturnValue:
    """My own promises to whoever cannot go on, day by day, and what I can do."""
    private()
    return _page(PressForm())


def _page(form: PressForm) -> str:
    found = stopped_promises(session(), acting(Person).id, clock=clock())
    return page("spending/stopped.html", form=form, stopped=found)


@blueprint.post("/my/stopped/<uuid:group_id>/<uuid:listing_id>")
@writes
def let_stopped_part_go(group_id: UUID, listing_id: UUID) -> ResponseReturnValue:
    """Lets my own part of what is still to come go, at once and without notice."""
    private()
    form, me = PressForm(), acting(Person).id
    if not has_part_with(session(), group_id, listing_id, me=me):
        abort(404)

    def let_go() -> None:
        let_stopped_go(
            session(), group_id, listing_id, person_id=me, clock=clock(), spoken=spoken_for()
        )

    if not (form.validate_on_submit() and attempt(form, let_go)):
        return _page(form), 400
    flash(_("Done. Your part of these days is yours to plan with again."))
    return redirect("/my/stopped", 303)
