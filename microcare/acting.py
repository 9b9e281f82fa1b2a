"""What may be done for somebody, beside the access table: endpoint -> what the helper needs for it.

Read a row as: under /for/<authority> this page is there for whoever may do that for the person, and
its words stand in the person's list of what was done and seen. What has no row is not there.

Left out on purpose: saying that a bill's total is right, who may say so, and that one is paid by a
provider, at a bill or a plan. It is what somebody knows themself (pooling P26), and a helper could
otherwise count for two.
"""

from uuid import UUID

from microcare.kernel.words import N_
from microcare.people.models import Person
from microcare.people.policies import ActingFor
from microcare.people.services import act_for, note_deed, note_sight
from microcare.people.values import Act
from microcare.web.acting import Need
from microcare.web.current import actor, clock, session
from microcare.web.guard import Acting
from microcare.web.observe import observe
from microcare.web.transaction import is_read

_GROUP = N_("Looked at one of your groups")
_CALENDAR = N_("Looked at your days to come")
_PLAN = N_("Looked at a plan, with your part")
_MONEY = N_("Looked at your money")
_BILLS = N_("Looked at your bills")
_STATEMENT = N_("Looked at a statement of yours")
_FINDING = N_("Looked at what you look for")
_LOOKED = N_("Looked for others for you")
_BUD = N_("Said something about a new group")

NEEDS: dict[str, Need] = {
    "groups.show_groups": Need(Act.SEE, _GROUP),
    "commissioning.show_group": Need(Act.SEE, _GROUP),
    "commissioning.show_brief": Need(Act.SEE, _GROUP),
    "commissioning.show_offers": Need(Act.SEE, _PLAN),
    "commissioning.show_plan": Need(Act.SEE, _PLAN),
    "spending.show_sessions": Need(Act.SEE, _GROUP),
    "spending.show_calendar": Need(Act.SEE, _CALENDAR),
    "spending.show_day": Need(Act.ANSWER, _CALENDAR),
    "groups.show_bring": Need(Act.SEE, _GROUP),
    # Their money: another right than their groups.
    "site.show_money": Need(Act.SEE_MONEY, _MONEY),
    "spending.show_bills": Need(Act.SEE_MONEY, _BILLS),
    "spending.show_bill": Need(Act.SEE_MONEY, _BILLS),
    "spending.show_statement": Need(Act.SEE_MONEY, _STATEMENT),
    "spending.show_easier_statement": Need(Act.SEE_MONEY, _STATEMENT),
    "spending.choose_statement": Need(Act.SEE_MONEY, _STATEMENT),
    "spending.download_statement_table": Need(Act.SEE_MONEY, _STATEMENT),
    "spending.download_statement_pdf": Need(Act.SEE_MONEY, _STATEMENT),
    # Passing on what they say. A yes asks for more, where the sum is known.
    "commissioning.answer_now": Need(Act.ANSWER, N_("Passed on your answer"), is_own_deed=True),
    "commissioning.show_witnessed": Need(Act.ANSWER, _PLAN),
    "commissioning.print_witnessed": Need(Act.ANSWER, _PLAN),
    "commissioning.write_witnessed": Need(
        Act.ANSWER, N_("Wrote down a yes of yours, before two witnesses"), is_own_deed=True
    ),
    "commissioning.tell_witnessed": Need(
        Act.ANSWER, N_("Told you of a yes that was written down"), is_own_deed=True
    ),
    "commissioning.drop_witnessed": Need(Act.ANSWER, N_("Took back a yes before two witnesses")),
    "commissioning.save_brief": Need(Act.BELONG, N_("Wrote what your group wants")),
    "commissioning.ask_listing": Need(Act.BELONG, N_("Asked for an offer")),
    "commissioning.choose_one": Need(Act.BELONG, N_("Put an offer to everyone")),
    "commissioning.settle_plan": Need(Act.ANSWER, N_("Looked whether a plan adds up")),
    "commissioning.stop_deciding": Need(Act.BELONG, N_("Ended a plan before it was promised")),
    "commissioning.join_plan": Need(Act.BELONG, N_("Said that you take part after all")),
    "commissioning.ask_more_time": Need(Act.ANSWER, N_("Asked for more time")),
    "groups.save_bring": Need(Act.ANSWER, N_("Wrote what you could bring")),
    "spending.say_it_took_place": Need(Act.BELONG, N_("Said that a session took place")),
    "spending.say_i_came": Need(Act.ANSWER, N_("Said whether you came")),
    "spending.say_i_am_away": Need(Act.ANSWER, N_("Said that you cannot come on a day")),
    "spending.say_i_am_there": Need(Act.ANSWER, N_("Said that you can come after all")),
    # Taking part: looking for others, joining, leaving.
    "groups.show_new_group": Need(Act.BELONG, _GROUP),
    "groups.start_new_group": Need(Act.BELONG, N_("Started a group for you")),
    "groups.show_invite": Need(Act.BELONG, _GROUP),
    "groups.invite_somebody": Need(Act.BELONG, N_("Asked somebody to join your group")),
    "groups.show_finding": Need(Act.BELONG, _FINDING),
    "groups.show_new_interest": Need(Act.BELONG, _FINDING),
    "groups.save_new_interest": Need(Act.BELONG, _LOOKED),
    "groups.show_interest": Need(Act.BELONG, _FINDING),
    "groups.save_interest": Need(Act.BELONG, _LOOKED),
    "groups.keep_interest": Need(Act.BELONG, _LOOKED),
    "groups.end_one": Need(Act.BELONG, N_("Stopped looking for others")),
    "groups.ask_meeting": Need(Act.BELONG, N_("Asked to meet somebody")),
    "groups.stop_meeting": Need(Act.BELONG, _LOOKED),
    "groups.say_yes": Need(Act.BELONG, N_("Said yes to meeting somebody")),
    "groups.say_no": Need(Act.BELONG, N_("Said no to meeting somebody")),
    "groups.start_together": Need(Act.BELONG, N_("Started a group for you")),
    "groups.look_at_group": Need(Act.BELONG, _LOOKED),
    "commissioning.show_invitation": Need(Act.BELONG, N_("Read an invitation for you")),
    "commissioning.accept_invitation": Need(Act.BELONG, N_("Joined a group for you")),
    "commissioning.refuse_invitation": Need(Act.BELONG, N_("Said no to an invitation")),
    "commissioning.show_bud": Need(Act.BELONG, _BUD),
    "commissioning.propose_bud": Need(Act.BELONG, _BUD),
    "commissioning.move_over": Need(Act.BELONG, _BUD),
    "commissioning.stay_here": Need(Act.BELONG, _BUD),
    "commissioning.stop_bud": Need(Act.BELONG, _BUD),
    "spending.confirm_leave": Need(Act.BELONG, N_("Looked at what leaving costs")),
    "spending.leave_now": Need(Act.BELONG, N_("Left a group for you")),
    "spending.confirm_end": Need(Act.BELONG, _GROUP),
    "spending.end_now": Need(Act.BELONG, N_("Began the end of a group")),
    # Their money, for the two kinds that the law lets hold it, up to the sum in the record.
    "budgets.show_new_budget": Need(Act.MONEY, _MONEY),
    "budgets.record_new_budget": Need(Act.MONEY, N_("Set money aside for you")),
    "budgets.show_take_back": Need(Act.MONEY, _MONEY),
    "budgets.take_back_some": Need(Act.MONEY, N_("Took back money that was set aside")),
    "budgets.stop_using": Need(Act.MONEY, N_("Stopped using one of your budgets here")),
    # A helper may stop new promises; only the person lets them be made again.
    "budgets.freeze_all": Need(Act.MONEY, N_("Stopped new promises of your money")),
    "spending.show_stopped": Need(Act.SEE_MONEY, _MONEY),
    "spending.let_stopped_part_go": Need(Act.MONEY, N_("Let your part of some days go")),
    "spending.show_stop_at_once": Need(Act.MONEY, _MONEY),
    "spending.stop_everything_now": Need(Act.MONEY, N_("Stopped your promises at once")),
    "spending.say_i_paid": Need(Act.MONEY, N_("Said that your part of a bill is paid")),
    "spending.say_i_did_not_pay": Need(Act.MONEY, N_("Took back that your part of a bill is paid")),
    "spending.say_it_came_back": Need(Act.MONEY, N_("Said that money came back to you")),
}

# What is written down besides, from pages that are the helper's own.
MORE = {
    "site.show_for": N_("Looked at the page about helping you"),
    "site.send_note": N_("Wrote you a note"),
}


def _find(authority_id: UUID, act: str) -> ActingFor | None:
    """Whom the signed-in person may do this for, asked of the authority now."""
    helper = actor()
    if not isinstance(helper, Person):
        return None
    return act_for(session(), authority_id, helper=helper, act=Act(act), clock=clock())


def _note(acting: ActingFor, endpoint: str, need: Need) -> None:
    """A deed goes into the transaction that does it; a look is noted after the answer."""
    spoken, now = acting.spoken, clock()
    if is_read():
        observe(lambda own: note_sight(own, spoken, what=endpoint, clock=now))
    elif not need.is_own_deed:
        note_deed(session(), spoken, what=endpoint, clock=now)


WORDS = {endpoint: need.words for endpoint, need in NEEDS.items()} | MORE
ACTING = Acting(needs=NEEDS, words=WORDS, find=_find, note=_note)
