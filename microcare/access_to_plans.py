"""Who may do what with a group's plan: the part of the access table on it. All are its members."""

from microcare.groups.policies import is_member
from microcare.groups.queries import group_by_id
from microcare.web.guard import Access

PLANS: dict[str, Access] = {
    "commissioning.show_plan": Access(is_member, group_by_id),
    "commissioning.answer_now": Access(is_member, group_by_id),
    "commissioning.settle_plan": Access(is_member, group_by_id),
    "commissioning.stop_deciding": Access(is_member, group_by_id),
    "commissioning.show_close": Access(is_member, group_by_id),
    "commissioning.save_close": Access(is_member, group_by_id),
    "commissioning.print_plan": Access(is_member, group_by_id),
    "commissioning.show_easier_plan": Access(is_member, group_by_id),
    "commissioning.join_plan": Access(is_member, group_by_id),
    "commissioning.ask_more_time": Access(is_member, group_by_id),
    "commissioning.show_bud": Access(is_member, group_by_id),
    "commissioning.propose_bud": Access(is_member, group_by_id),
    "commissioning.move_over": Access(is_member, group_by_id),
    "commissioning.stay_here": Access(is_member, group_by_id),
    "commissioning.stop_bud": Access(is_member, group_by_id),
    # A co-operative: who has what voice, and who decides on money.
    "groups.show_coop": Access(is_member, group_by_id),
    "groups.ask_coop": Access(is_member, group_by_id),
    "groups.save_stake": Access(is_member, group_by_id),
    "commissioning.say_i_am_tied": Access(is_member, group_by_id),
    "commissioning.say_i_am_not_tied": Access(is_member, group_by_id),
}
