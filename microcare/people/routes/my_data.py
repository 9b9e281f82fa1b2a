"""What is held about me: see it, take it along, put it right, have it deleted."""

import json
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZipFile

from flask import Response, current_app, flash, jsonify, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.files.current import store
from microcare.files.queries import files_of
from microcare.files.values import ENDINGS, Kind
from microcare.kernel.clock import LONDON
from microcare.people.forms import DeleteForm, EmailForm, NameForm, PressForm
from microcare.people.models import LinkToken, Person
from microcare.people.policies import is_live_link
from microcare.people.routes.blueprint import blueprint, few
from microcare.people.routes.browser import forget
from microcare.people.services import (
    ask_to_change_email,
    confirm_new_email,
    delete_account,
    rename,
)
from microcare.people.values import Held, Section
from microcare.web.acting import deed_words_in
from microcare.web.current import acting, clock, session
from microcare.web.filters import instant, short_day
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.page import page
from microcare.web.transaction import writes
from microcare.web.words import say


def _sections() -> list[Section]:
    person = acting(Person)
    return [
        section
        for held_by in current_app.extensions["microcare.personal_data"]
        for section in held_by(session(), person.id)
    ]


def _shown(value: Held) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return short_day(value)
    if value is None or value == "":
        return str(_("Nothing"))
    return say(deed_words_in(str(value)))


def _plain(value: Held) -> str | int | bool | None:
    return value.isoformat() if isinstance(value, date) else value


@blueprint.get("/my/data")
def show_my_data() -> ResponseReturnValue:
    """Everything that every feature holds about the person."""
    shown = [
        {
            "title": say(section.title),
            "entries": [
                [(say(k), _shown(v)) for k, v in entry.items()] for entry in section.entries
            ],
        }
        for section in _sections()
    ]
    return page("people/my_data.html", sections=shown)


def _held() -> dict[str, Any]:
    held = {
        section.name: [{k: _plain(v) for k, v in entry.items()} for entry in section.entries]
        for section in _sections()
    }
    return {"taken_at": clock().now().isoformat(), "held": held}


@blueprint.get("/my/data.zip")
def download_my_files() -> Response:
    """The same with every file that is the person's own, such as receipts."""
    # Closed with the answer that sends it.
    whole = TemporaryFile()  # noqa: SIM115
    with ZipFile(whole, "w") as zipped:
        zipped.writestr("my-data.json", json.dumps(_held(), indent=1, ensure_ascii=False))
        for row in files_of(session(), acting(Person).id):
            if (data := store().get(row.id)) is not None:
                day, ending = row.kept_at.astimezone(LONDON).date(), ENDINGS[Kind(row.kind)]
                zipped.writestr(f"{day}-{row.id.hex[:8]}.{ending}", data)
    whole.seek(0)
    return send_file(whole, "application/zip", as_attachment=True, download_name="my-data.zip")


@blueprint.get("/my/data.json")
def download_my_data() -> Response:
    """The same, to take along: the open format that other programs read."""
    answer = jsonify(_held())
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@blueprint.get("/my/data/name")
def edit_name() -> ResponseReturnValue:
    """The page to put a name right on."""
    return page("people/name.html", form=NameForm(data={"name": acting(Person).name}))


@blueprint.post("/my/data/name")
@writes
def save_name() -> ResponseReturnValue:
    """Puts the name right."""
    form = NameForm()
    if not form.validate_on_submit():
        return page("people/name.html", form=form), 400
    rename(acting(Person), name=str(form.name.data))
    flash(_("Your name is changed."))
    return redirect(url_for("people.show_my_data"), 303)


@blueprint.get("/my/data/e-mail")
def edit_email() -> ResponseReturnValue:
    """The page to change an address on."""
    return page("people/email.html", form=EmailForm())


@blueprint.post("/my/data/e-mail")
@few
@writes
def save_email() -> ResponseReturnValue:
    """Sends a link to the new address; it counts once the link is pressed."""
    form = EmailForm()
    if not form.validate_on_submit():
        return page("people/email.html", form=form), 400
    ask_to_change_email(session(), acting(Person), email=str(form.email.data), clock=clock())
    return redirect(url_for("people.show_letter_sent"), 303)


@blueprint.get("/new-e-mail/<string:token>")
def show_new_email_link(token: str) -> ResponseReturnValue:
    """What the link to a new address opens: a button."""
    if not is_live_link(loaded(LinkToken), clock().now()):
        return page("people/link_over.html", again=url_for("people.edit_email")), 410
    title = _("Use this e-mail from now on?")
    return page("people/press.html", form=PressForm(), title=title, button=_("Use this e-mail"))


@blueprint.post("/new-e-mail/<string:token>")
@few
@writes
def use_new_email_link(token: str) -> ResponseReturnValue:
    """Changes the address."""
    link = loaded(LinkToken)
    if not attempt(PressForm(), lambda: confirm_new_email(session(), link, clock=clock())):
        return page("people/link_over.html", again=url_for("people.edit_email")), 410
    flash(_("Your e-mail is changed."))
    return redirect(url_for("people.show_my_data"), 303)


@blueprint.get("/my/data/delete")
def confirm_deletion() -> ResponseReturnValue:
    """What deleting does, and what is kept and why."""
    return page("people/delete.html", form=DeleteForm(), kept=_kept())


@blueprint.post("/my/data/delete")
@writes
def remove_account() -> ResponseReturnValue:
    """Deletes the account."""
    form, kept, person_id = DeleteForm(), _kept(), acting(Person).id
    erasers = current_app.extensions["microcare.erasers"]
    if not form.validate_on_submit() or not attempt(
        form, lambda: delete_account(session(), person_id, erasers=erasers, clock=clock())
    ):
        return page("people/delete.html", form=form, kept=kept), 400
    forget()
    flash(_("Your account is deleted."))
    return redirect("/", 303)


def _kept() -> list[str]:
    return [say(section.kept) for section in _sections() if section.kept]
