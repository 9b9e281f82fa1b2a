"""Making a page: what it is like, for anybody; the first question, for who has signed in."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from microcare.directory.forms import StartForm
from microcare.directory.queries import organizations_kept_by
from microcare.directory.routes.blueprint import blueprint, few, me
from microcare.directory.services import start_listing
from microcare.web.current import actor, clock, session
from microcare.web.forms import attempt
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/listings/new")
def new_listing() -> ResponseReturnValue:
    """What it takes to make a page; then its name."""
    return page("directory/new.html", form=_form() if actor() else None)


@blueprint.post("/listings/new")
@few
@writes
def start_page() -> ResponseReturnValue:
    """Begins a draft and goes to its list of parts."""
    form = _form()
    if not form.validate_on_submit():
        return page("directory/new.html", form=form), 400
    made = []

    def start() -> None:
        runs = form.organization_id()
        started = start_listing(
            session(), form.value(), organization_id=runs, by=me(), clock=clock()
        )
        made.append(started)

    if not attempt(form, start):
        return page("directory/new.html", form=form), 400
    return redirect(url_for("directory.show_my_listing", listing_id=made[0].id), 303)


def _form() -> StartForm:
    form = StartForm()
    form.offer((runs.id, runs.name) for runs in organizations_kept_by(session(), me().id))
    return form
