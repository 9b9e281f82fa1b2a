"""A person's own statements: as a page, as a table, as a PDF, and easier to read."""

from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from microcare.budgets.models import Budget
from microcare.budgets.policies import may_tell_account
from microcare.budgets.values import CONTRIBUTION_WORDS, FUNDING_WORDS
from microcare.extensions import limiter
from microcare.people.current import spoken_for
from microcare.people.models import Person
from microcare.spending.forms import StatementForm
from microcare.spending.queries import statement_of
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import make_pdf, pdf_is_possible
from microcare.spending.values.statement import (
    PROOF_WORDS,
    Part,
    Period,
    Proof,
    Statement,
    period_of,
    periods_of,
)
from microcare.spending.values.statement_csv import as_csv
from microcare.web.current import acting, clock, session
from microcare.web.filters import full_day
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page

FONTS = ("atkinson-400.woff2", "atkinson-700.woff2")


@blueprint.get("/my/money/<uuid:budget_id>/statement")
def show_statement(budget_id: UUID) -> ResponseReturnValue:
    """The statement as a page; without a day, up to today."""
    return _answer("spending/statement.html")


@blueprint.get("/my/money/<uuid:budget_id>/statement/easier")
def show_easier_statement(budget_id: UUID) -> ResponseReturnValue:
    """The same in short words, with a picture beside each."""
    return _answer("spending/statement_easier.html")


@blueprint.get("/my/money/<uuid:budget_id>/statement/choose")
def choose_statement(budget_id: UUID) -> ResponseReturnValue:
    """Asks for which days."""
    private()
    return page("spending/statement_choose.html", form=statement_form(), budget_id=budget_id)


@blueprint.get("/my/money/<uuid:budget_id>/statement.csv")
def download_statement_table(budget_id: UUID) -> ResponseReturnValue:
    """The statement as CSV."""
    private()
    form = statement_form()
    if not form.validate():
        return _wrong(form)
    made = _made(form)
    return as_file(as_csv(made), made, mimetype="text/csv", ending="csv")


@blueprint.get("/my/money/<uuid:budget_id>/statement.pdf")
def download_statement_pdf(budget_id: UUID) -> ResponseReturnValue:
    """The statement as a tagged PDF, where this machine can make one."""
    private()
    if not pdf_is_possible():
        raise NotFound
    form = statement_form()
    if not form.validate():
        return _wrong(form)
    return as_pdf(_made(form))


def as_pdf(made: Statement) -> Response:
    """A tagged PDF of it."""
    # It takes a second of a processor, which no one person may keep busy.
    with limiter.limit("60 per hour"):
        html = page("spending/statement_pdf.html", **shown(made))
    folder = Path(current_app.static_folder or "") / "build"
    fonts = {name: (folder / name).read_bytes() for name in FONTS}
    return as_file(make_pdf(html, fonts), made, mimetype="application/pdf", ending="pdf")


def statement_form() -> StatementForm:
    """Which statement an address asks for."""
    plan, today = loaded(Budget).plan, clock().today()
    form = StatementForm(request.args)
    found = [(period, _days(period)) for period in periods_of(plan)]
    form.offer(found, usual=period_of(plan, form.as_of.data or today), today=today)
    return form


def _days(period: Period) -> str:
    first, last = full_day(period.opens_on), full_day(period.closes_on)
    return str(_("%(first)s to %(last)s", first=first, last=last))


def _made(form: StatementForm) -> Statement:
    wanted = form.value()
    return statement_of(
        session(),
        loaded(Budget),
        period=wanted.period,
        as_of=wanted.as_of,
        since=wanted.since,
    )


def _answer(template: str) -> ResponseReturnValue:
    private()
    form = statement_form()
    if not form.validate():
        return _wrong(form)
    made, budget = _made(form), loaded(Budget)
    since = f"&since={made.since}" if made.since else ""
    query = f"?period={made.period.closes_on}&as_of={made.as_of}{since}"
    address = f"/my/money/{budget.id}/statement"
    # A helper sees the statement, and gives it to nobody else.
    can_show = spoken_for() is None and may_tell_account(acting(Person), budget)
    return page(template, **shown(made), address=address, query=query, can_show=can_show)


def _wrong(form: StatementForm) -> ResponseReturnValue:
    budget = loaded(Budget)
    return page("spending/statement_choose.html", form=form, budget_id=budget.id), 400


def shown(made: Statement) -> dict[str, Any]:
    """What a template draws of a statement."""
    return {
        "s": made,
        "kind": FUNDING_WORDS[made.funding],
        "proofs": PROOF_WORDS,
        "ways": CONTRIBUTION_WORDS,
        "Proof": Proof,
        "Part": Part,
        "pdf": pdf_is_possible(),
    }


def as_file(made: bytes, statement: Statement, *, mimetype: str, ending: str) -> Response:
    """A file whose name tells the days and nobody's name."""
    name = f"statement-{statement.period.closes_on}-as-of-{statement.as_of}.{ending}"
    answer = Response(made, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
