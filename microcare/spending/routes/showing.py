"""Letting whoever pays a budget read one statement of it, at a secret address (pooling P29)."""

from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.budgets.models import Budget
from microcare.people.current import note_look_by_link
from microcare.people.values.seen import Seen
from microcare.spending.forms import PressForm, StatementForm
from microcare.spending.models import StatementLink
from microcare.spending.queries import statement_of
from microcare.spending.queries.showing import link_opened_by, links_of
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.routes.statement import as_file, as_pdf, shown, statement_form
from microcare.spending.services import pdf_is_possible, show_by_link, stop_link
from microcare.spending.values.showing import LINK_LASTS
from microcare.spending.values.statement import Statement, period_of
from microcare.spending.values.statement_csv import as_csv
from microcare.web.current import clock, session, setting
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/my/money/<uuid:budget_id>/statement/show")
def show_links(budget_id: UUID) -> ResponseReturnValue:
    """Which statements can be read by a link, and a press for one more."""
    private()
    asked = statement_form()
    if not asked.validate():
        return page("spending/statement_choose.html", form=asked, budget_id=budget_id), 400
    return _links_page(PressForm(), asked)


@blueprint.post("/my/money/<uuid:budget_id>/statement/show")
@writes
def make_statement_link(budget_id: UUID) -> ResponseReturnValue:
    """A new link to the statement that the address asks for; its secret is shown this once."""
    private()
    form, asked, secret = PressForm(), statement_form(), []
    if not asked.validate():
        return page("spending/statement_choose.html", form=asked, budget_id=budget_id), 400

    def make() -> None:
        wanted = asked.value()
        made = show_by_link(
            session(),
            loaded(Budget),
            period=wanted.period,
            as_of=wanted.as_of,
            since=wanted.since,
            clock=clock(),
        )
        secret.append(f"{setting('BASE_URL')}/statements/{made}")

    if not (form.validate_on_submit() and attempt(form, make)):
        return _links_page(form, asked), 400
    return _links_page(form, asked, secret[0])


def _links_page(form: PressForm, asked: StatementForm, address: str = "") -> str:
    budget, wanted = loaded(Budget), asked.value()
    return page(
        "spending/statement_show.html",
        form=form,
        budget=budget,
        wanted=wanted,
        address=address,
        links=links_of(session(), budget.id, now=clock().now()),
        days=LINK_LASTS.days,
    )


@blueprint.post("/my/money/<uuid:budget_id>/statement/show/<uuid:link_id>/stop")
@writes
def stop_statement_link(budget_id: UUID, link_id: UUID) -> ResponseReturnValue:
    """Nobody reads it by that link any more."""
    stop_link(session(), loaded(Budget), link_id)
    flash(_("Stopped. That link shows nothing any more."))
    return redirect(f"/my/money/{budget_id}/statement/show", 303)


@blueprint.get("/statements/<string:token>")
def read_statement(token: str) -> ResponseReturnValue:
    """The statement that its owner lets be read."""
    made = _opened(token)
    if made is None:
        return page("spending/statement_link_over.html"), 404
    return page("spending/statement_shown.html", **shown(made), address=f"/statements/{token}")


@blueprint.get("/statements/<string:token>.csv")
def read_statement_table(token: str) -> ResponseReturnValue:
    """The same as CSV."""
    made = _opened(token)
    if made is None:
        return page("spending/statement_link_over.html"), 404
    return as_file(as_csv(made), made, mimetype="text/csv", ending="csv")


@blueprint.get("/statements/<string:token>.pdf")
def read_statement_pdf(token: str) -> ResponseReturnValue:
    """The same as a tagged PDF, where this machine can make one."""
    if not pdf_is_possible():
        abort(404)
    made = _opened(token)
    if made is None:
        return page("spending/statement_link_over.html"), 404
    return as_pdf(made)


def _opened(token: str) -> Statement | None:
    """What the secret opens, told to its owner as a look; None where it is over."""
    private()
    link = link_opened_by(session(), token, now=clock().now())
    return None if link is None else _of(link)


def _of(link: StatementLink) -> Statement:
    budget = session().get_one(Budget, link.budget_id)
    note_look_by_link(budget.person_id, Seen.STATEMENT)
    period = period_of(budget.plan, link.closes_on)
    return statement_of(session(), budget, period=period, as_of=link.as_of, since=link.since)
