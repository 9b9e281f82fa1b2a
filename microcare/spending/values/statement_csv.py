"""A statement as CSV (RFC 4180): a row a line, each complete; see docs/statement-table.md.

`change_pounds` adds up from the opening row to the closing one. Promises are rows of their own
after it, because a promise is not money (pooling P4).
"""

import csv
import io
import re
from datetime import date

from microcare.budgets.values import Account
from microcare.kernel.money import pounds
from microcare.spending.values.statement import SIGNS, Line, Part, Proof, Statement

COLUMNS = (
    "statement_of",
    "kind_of_money",
    "paid_by",
    "period_from",
    "period_to",
    "since",
    "as_of",
    "part",
    "date",
    "written_on",
    "payee",
    "group",
    "what",
    "times",
    "hours",
    "shared_by",
    "purpose",
    "outside_plan",
    "plan_outcome",
    "bill",
    "reason",
    "came_on",
    "proof",
    "receipt",
    "amount_pounds",
    "change_pounds",
)
# A spreadsheet runs what begins with one of these (OWASP, CSV injection), also after spaces.
_RUNS = re.compile(r"^[\s\x00]*[=+\-@\t\r＝＋－＠]")
_AMOUNT = re.compile(r"-?\d+\.\d\d", re.ASCII)
# So that Excel reads names as they were written.
BYTE_ORDER_MARK = "\ufeff"


def as_csv(statement: Statement) -> bytes:
    """The statement's bytes: the same for the same statement."""
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    for row in _rows(statement):
        rows.writerow({name: safe_cell(text) for name, text in (_head(statement) | row).items()})
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def safe_cell(text: str) -> str:
    """The text as a spreadsheet shows it and does not run it; amounts stay numbers."""
    return f"'{text}" if _RUNS.match(text) and not _AMOUNT.fullmatch(text) else text


def _head(statement: Statement) -> dict[str, str]:
    return {
        "statement_of": statement.name,
        "kind_of_money": statement.funding.value,
        "paid_by": statement.funder,
        "period_from": statement.period.opens_on.isoformat(),
        "period_to": statement.period.closes_on.isoformat(),
        "since": _day(statement.since),
        "as_of": statement.as_of.isoformat(),
    }


def _rows(statement: Statement) -> list[dict[str, str]]:
    counted = [line for line in statement.lines if line.part is not Part.PROMISED]
    closing = statement.closing
    return [
        _sum("opening", statement.opening.total, change=True),
        *(_line(line) for line in counted),
        _sum("closing", closing.total),
        _sum("closing_left", closing.left),
        _sum("closing_left_not_due_yet", statement.not_due),
        _sum("closing_promised", closing.promised, proof=Proof.PROMISED),
        _sum("closing_owed_back", closing.owed_back, proof=Proof.BY_THEM),
        *(_line(line) for line in statement.of(Part.PROMISED)),
        *(_account(statement.account) if statement.account else []),
    ]


def _account(account: Account) -> list[dict[str, str]]:
    """What was told of the whole account: it adds up to nothing here, so it stands last."""
    told, surplus = account.told, account.surplus
    shared = {"written_on": _day(account.told_on), "proof": Proof.TOLD.value}
    way = {"what": told.contribution.value, "amount_pounds": _pounds(told.contribution_pence or 0)}
    rows = [{"part": "contribution"} | way | shared]
    if told.balance_pence is not None and surplus is not None:
        found = {"date": _day(told.balance_on), "amount_pounds": _pounds(told.balance_pence)}
        weeks = {"what": f"{surplus.tenths // 10}.{surplus.tenths % 10}"}
        most = {"reason": f"{surplus.most_weeks} at most ({surplus.source.value})"}
        rows.append({"part": "account_balance"} | found | shared)
        rows.append({"part": "weeks_of_surplus"} | weeks | most | shared)
    return rows


def _sum(
    part: str, pence: int, *, change: bool = False, proof: Proof | None = None
) -> dict[str, str]:
    shown = _pounds(pence)
    row = {"part": part, "amount_pounds": shown, "proof": proof.value if proof else ""}
    return row | ({"change_pounds": shown} if change else {})


def _line(line: Line) -> dict[str, str]:
    row = {
        "part": line.part.value,
        "date": _day(line.day if line.meeting or line.written_on else None),
        "written_on": _day(line.written_on),
        "bill": line.reference,
        "reason": line.reason,
        "came_on": _day(line.came_on),
        "plan_outcome": line.outcome,
        "proof": line.proof.value,
        "receipt": "yes" if line.has_receipt else "",
        "amount_pounds": _pounds(line.pence),
    }
    if line.part in SIGNS:
        row["change_pounds"] = _pounds(SIGNS[line.part] * line.pence)
    if line.meeting is None:
        return row
    met = line.meeting
    return row | {
        "payee": met.payee,
        "group": met.group,
        "what": met.what,
        "times": met.times,
        "hours": "" if met.minutes is None else f"{met.minutes / 60:.2f}",
        "shared_by": str(met.people),
        "purpose": met.purpose,
        "outside_plan": met.outside,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _pounds(pence: int) -> str:
    return f"{pounds(pence):.2f}"
