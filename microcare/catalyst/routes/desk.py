"""The desk: what waits, what is said to be wrong, what is asked for, and how the area stands."""

from flask.typing import ResponseReturnValue

from microcare.catalyst.queries import (
    area,
    ends_soon,
    ideas,
    lacks,
    open_wishes,
    since,
    waiting,
)
from microcare.catalyst.routes.blueprint import blueprint, me, my_patches, without_contact
from microcare.catalyst.values import ANSWER_WITHIN, REPORT_WITHIN
from microcare.directory.queries import help_terms, reports_open
from microcare.groups.queries import asking_count
from microcare.spending.queries import receipt_help_count
from microcare.web.current import clock, session
from microcare.web.headers import private
from microcare.web.page import page

FEW = 5
LACKS = 4
QUEUE = 10


@blueprint.get("/catalyst")
def show_desk() -> ResponseReturnValue:
    """Everything that waits for this catalyst, oldest first."""
    private()
    now, mine = clock(), me().patch_ids
    held = my_patches()
    queue, waits = waiting(session(), mine, limit=QUEUE, clock=now)
    reports, report_count = reports_open(session(), mine, limit=QUEUE)
    wishes, asked = open_wishes(session(), mine, size=FEW)
    noted, noted_count = ideas(session(), mine, limit=FEW)
    ends, end_count = ends_soon(session(), mine, limit=FEW, clock=now)
    missing, missing_count = lacks(session(), held, limit=LACKS, clock=now)
    return page(
        "catalyst/desk.html",
        me=me(),
        patches=held,
        unready=without_contact(held),
        queue=queue,
        waits=waits,
        reports=reports,
        report_count=report_count,
        wishes=wishes,
        asked=asked,
        has_people=asking_count(session(), mine, today=now.today()) > 0,
        has_receipts=receipt_help_count(session(), mine) > 0,
        help_names={term.slug: term.name for term in help_terms(session())},
        ideas=noted,
        idea_count=noted_count,
        lacks=missing,
        lack_count=missing_count,
        since=since(now.today()),
        ends=ends,
        end_count=end_count,
        area=area(session(), mine, clock=now),
        today=now.today(),
        answer_days=ANSWER_WITHIN.days,
        report_within=REPORT_WITHIN,
        now=now.now(),
    )
