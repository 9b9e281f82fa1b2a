"""Who may do what: every endpoint with the policy that opens it. A test holds it to the routes.

Read a row as: this page, of what this loader finds, is open to whom this policy says yes.
"""

from microcare.budgets.policies import may_change_budget
from microcare.budgets.queries import budget_by_id
from microcare.commissioning.policies import may_answer_request
from microcare.commissioning.queries import request_by_id
from microcare.directory import policies as directory_may
from microcare.directory import queries as directory
from microcare.groups.policies import is_member
from microcare.groups.queries import group_by_id, invitation_by_token
from microcare.people import policies as people_may
from microcare.people import queries as people
from microcare.web.guard import Access, anyone, signed_in

ACCESS: dict[str, Access] = {
    # places: the map is for everybody.
    "places.show_basemap": Access(anyone),
    # people: the ways in are for everybody; a link's token is what opens its page.
    "people.show_sign_in": Access(anyone),
    "people.send_sign_in": Access(anyone),
    "people.show_letter_sent": Access(anyone),
    "people.show_sign_in_link": Access(anyone, people.sign_in_link),
    "people.use_sign_in_link": Access(anyone, people.sign_in_link),
    "people.show_second_step": Access(anyone),
    "people.check_second_step": Access(anyone),
    "people.show_app": Access(anyone),
    "people.save_app": Access(anyone),
    "people.sign_out": Access(anyone),
    "people.sign_out_everywhere": Access(signed_in),
    "people.show_sign_up": Access(anyone),
    "people.send_sign_up": Access(anyone),
    "people.show_sign_up_link": Access(anyone, people.sign_up_link),
    "people.use_sign_up_link": Access(anyone, people.sign_up_link),
    "people.show_reset": Access(anyone),
    "people.send_reset": Access(anyone),
    "people.show_reset_link": Access(anyone, people.reset_link),
    "people.use_reset_link": Access(anyone, people.reset_link),
    # people: each sees and changes their own.
    "people.edit_password": Access(signed_in),
    "people.save_password": Access(signed_in),
    "people.show_my_data": Access(signed_in),
    "people.download_my_data": Access(signed_in),
    "people.edit_name": Access(signed_in),
    "people.save_name": Access(signed_in),
    "people.edit_email": Access(signed_in),
    "people.save_email": Access(signed_in),
    "people.show_new_email_link": Access(people_may.is_own_link, people.new_email_link),
    "people.use_new_email_link": Access(people_may.is_own_link, people.new_email_link),
    "people.confirm_deletion": Access(signed_in),
    "people.remove_account": Access(signed_in),
    "people.show_codes": Access(people_may.may_hold_codes),
    "people.renew_codes": Access(people_may.may_hold_codes),
    "people.show_supporters": Access(signed_in),
    "people.choose_supporter": Access(signed_in),
    "people.ask_supporter": Access(signed_in),
    "people.confirm_stop": Access(people_may.may_stop_support, people.authority_by_id),
    "people.stop_supporter": Access(people_may.may_stop_support, people.authority_by_id),
    "people.show_support_request": Access(anyone, people.support_link),
    "people.answer_support_request": Access(anyone, people.support_link),
    # people: accounts and roles, for the admin, who sees nobody's money, groups or messages.
    "people.show_accounts": Access(people_may.is_admin),
    "people.show_account": Access(people_may.is_admin, people.person_by_id),
    "people.give_role": Access(people_may.is_admin, people.person_by_id),
    "people.take_role": Access(people_may.is_admin, people.grant_by_id),
    "people.reset_app": Access(people_may.is_admin, people.person_by_id),
    # search: open to everybody; asking the catalyst sends no name.
    "search.show_results": Access(anyone),
    "search.show_results_data": Access(anyone),
    "search.show_map_points": Access(anyone),
    "search.show_help_terms": Access(anyone),
    "search.ask_for_help": Access(anyone),
    # directory: the kinds of help, for the admin.
    "directory.show_terms": Access(people_may.is_admin),
    "directory.show_new_term": Access(people_may.is_admin),
    "directory.save_new_term": Access(people_may.is_admin),
    "directory.edit_term": Access(people_may.is_admin, directory.term_by_slug),
    "directory.save_term": Access(people_may.is_admin, directory.term_by_slug),
    "directory.stop_term": Access(people_may.is_admin, directory.term_by_slug),
    "directory.offer_again": Access(people_may.is_admin, directory.term_by_slug),
    # directory: everybody may look, ask, save and say what is wrong.
    "directory.new_listing": Access(anyone),
    "directory.start_page": Access(signed_in),
    "directory.show_ask": Access(anyone, directory.public_listing),
    "directory.send_question": Access(anyone, directory.public_listing),
    "directory.show_asked": Access(anyone, directory.public_listing),
    "directory.show_report": Access(anyone, directory.public_listing),
    "directory.send_report": Access(anyone, directory.public_listing),
    "directory.show_saved": Access(anyone),
    "directory.save_listing": Access(anyone, directory.public_listing),
    "directory.unsave_listing": Access(anyone, directory.public_listing),
    # directory: a link's token is what opens its page.
    "directory.show_question_to_answer": Access(anyone, directory.question_to_answer),
    "directory.send_answer": Access(anyone, directory.question_to_answer),
    "directory.show_reply": Access(anyone, directory.question_answered),
    "directory.show_still_right": Access(anyone, directory.still_right_link),
    "directory.say_right": Access(anyone, directory.still_right_link),
    "directory.show_stopped": Access(anyone, directory.still_right_link),
    "directory.say_stop": Access(anyone, directory.still_right_link),
    # directory: a listing's keepers change it.
    "directory.show_my_listings": Access(signed_in),
    "directory.show_my_listing": Access(directory_may.may_keep, directory.listing_by_id),
    "directory.show_parts": Access(directory_may.may_keep, directory.listing_by_id),
    "directory.check_answers": Access(directory_may.may_keep, directory.listing_by_id),
    "directory.show_question": Access(directory_may.may_keep, directory.listing_to_answer),
    "directory.save_answer": Access(directory_may.may_keep, directory.listing_to_answer),
    "directory.send_answers": Access(directory_may.may_keep, directory.listing_by_id),
    "directory.take_back_answers": Access(directory_may.may_keep, directory.listing_by_id),
    "directory.confirm_answers": Access(directory_may.may_keep, directory.listing_by_id),
    "directory.pause_page": Access(directory_may.may_keep, directory.listing_by_id),
    "directory.resume_page": Access(directory_may.may_keep, directory.listing_by_id),
    "directory.confirm_close": Access(directory_may.may_keep, directory.listing_by_id),
    "directory.close_page": Access(directory_may.may_keep, directory.listing_by_id),
    "directory.reopen_page": Access(directory_may.may_keep, directory.listing_by_id),
    # budgets: their owner's alone.
    "budgets.show_money": Access(signed_in),
    "budgets.show_new_budget": Access(signed_in),
    "budgets.record_new_budget": Access(signed_in),
    "budgets.show_take_back": Access(may_change_budget, budget_by_id),
    "budgets.take_back_some": Access(may_change_budget, budget_by_id),
    "budgets.stop_using": Access(may_change_budget, budget_by_id),
    # groups: for their members; to everybody else they do not exist.
    "groups.show_groups": Access(signed_in),
    "groups.show_new_group": Access(signed_in),
    "groups.start_new_group": Access(signed_in),
    "groups.show_invite": Access(is_member, group_by_id),
    "groups.invite_somebody": Access(is_member, group_by_id),
    "groups.show_bring": Access(is_member, group_by_id),
    "groups.save_bring": Access(is_member, group_by_id),
    # commissioning: a member's own view of the group; invitations, for whoever has the link.
    "commissioning.show_group": Access(is_member, group_by_id),
    "commissioning.show_brief": Access(is_member, group_by_id),
    "commissioning.save_brief": Access(is_member, group_by_id),
    "commissioning.ask_listing": Access(is_member, group_by_id),
    "commissioning.confirm_leave": Access(is_member, group_by_id),
    "commissioning.leave_now": Access(is_member, group_by_id),
    "commissioning.show_offers": Access(is_member, group_by_id),
    "commissioning.choose_one": Access(is_member, group_by_id),
    "commissioning.show_plan": Access(is_member, group_by_id),
    "commissioning.answer_now": Access(is_member, group_by_id),
    "commissioning.settle_plan": Access(is_member, group_by_id),
    "commissioning.stop_deciding": Access(is_member, group_by_id),
    "commissioning.show_invitation": Access(signed_in, invitation_by_token),
    "commissioning.accept_invitation": Access(signed_in, invitation_by_token),
    "commissioning.refuse_invitation": Access(signed_in, invitation_by_token),
    # commissioning: what groups ask of a listing, for whoever looks after it.
    "commissioning.show_requests": Access(signed_in),
    "commissioning.show_request": Access(may_answer_request, request_by_id),
    "commissioning.send_offer": Access(may_answer_request, request_by_id),
    "commissioning.decline_offer": Access(may_answer_request, request_by_id),
    # site: for everybody, but for a person's own first page.
    "site.show_home": Access(anyone),
    "site.show_listing": Access(anyone, directory.public_listing),
    "site.show_mine": Access(signed_in),
    "site.show_alive": Access(anyone),
    "site.show_ready": Access(anyone),
    "site.show_robots": Access(anyone),
    "site.show_sitemap": Access(anyone),
    "site.show_about": Access(anyone),
    "site.show_sharing": Access(anyone),
    "site.show_easier": Access(anyone),
    "site.show_accessibility": Access(anyone),
    "site.show_privacy": Access(anyone),
    "site.show_how_we_check": Access(anyone),
    "site.show_data_sources": Access(anyone),
    "site.show_worried": Access(anyone),
}
