"""Who may do what with what people told of their own money: the part of the access table on it.

And with a yes of theirs that was said before witnesses.
"""

from microcare.budgets.policies import is_own_record, may_change_budget, may_tell_account
from microcare.budgets.queries import (
    agreement_by_id,
    budget_by_id,
    funder_by_id,
    purpose_by_id,
)
from microcare.commissioning.queries.witnessing import asked_witness
from microcare.groups.policies import is_member
from microcare.groups.queries import group_by_id
from microcare.people import policies as people_may
from microcare.web.guard import Access, anyone, signed_in

MONEY: dict[str, Access] = {
    # budgets: their owner's alone.
    "budgets.freeze_all": Access(signed_in),
    "budgets.thaw_all": Access(signed_in),
    "budgets.show_new_budget": Access(signed_in),
    "budgets.record_new_budget": Access(signed_in),
    "budgets.show_take_back": Access(may_change_budget, budget_by_id),
    "budgets.take_back_some": Access(may_change_budget, budget_by_id),
    "budgets.stop_using": Access(may_change_budget, budget_by_id),
    "budgets.show_rules": Access(may_change_budget, budget_by_id),
    "budgets.save_rules": Access(may_change_budget, budget_by_id),
    "budgets.show_account": Access(may_tell_account, budget_by_id),
    "budgets.save_account": Access(may_tell_account, budget_by_id),
    "budgets.show_new_purpose": Access(signed_in),
    "budgets.save_new_purpose": Access(signed_in),
    "budgets.end_one_purpose": Access(is_own_record, purpose_by_id),
    "budgets.show_new_agreement": Access(signed_in),
    "budgets.save_new_agreement": Access(signed_in),
    "budgets.end_one_agreement": Access(is_own_record, agreement_by_id),
    # budgets: what funders ask is the admin's to keep; nobody's money is on it.
    "budgets.show_funders": Access(people_may.is_admin),
    "budgets.show_new_funder": Access(people_may.is_admin),
    "budgets.save_new_funder": Access(people_may.is_admin),
    "budgets.show_funder": Access(people_may.is_admin, funder_by_id),
    "budgets.save_one_funder": Access(people_may.is_admin, funder_by_id),
    "budgets.remove_one_funder": Access(people_may.is_admin, funder_by_id),
    # commissioning: a yes before two witnesses, for the member; each witness has their own link.
    "commissioning.show_witnessed": Access(is_member, group_by_id),
    "commissioning.write_witnessed": Access(is_member, group_by_id),
    "commissioning.print_witnessed": Access(is_member, group_by_id),
    "commissioning.tell_witnessed": Access(is_member, group_by_id),
    "commissioning.drop_witnessed": Access(is_member, group_by_id),
    "commissioning.show_witness": Access(anyone, asked_witness),
    "commissioning.say_witness": Access(anyone, asked_witness),
}
