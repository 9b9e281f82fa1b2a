"""Who may use which page: written down by hand, and not worked out from microcare/access.py.

A new endpoint needs a row here: `to(address, who)`. The address is that of a thing that is there
(see world.py for the names in curly brackets), and `who` are the roles let in. Everybody else must
be turned away: nobody to the sign-in page and back, whoever has signed in by 404.
"""

from dataclasses import dataclass

from tests.web.safety.world import ROLES

EVERYBODY = frozenset(ROLES)
NOBODY = frozenset({"nobody"})
SIGNED_IN = EVERYBODY - NOBODY
PERSON = frozenset({"person"})
SUPPORTER = frozenset({"supporter"})
MEMBER = frozenset({"member"})
PROVIDER = frozenset({"provider"})
CATALYST = frozenset({"catalyst"})
ANY_CATALYST = frozenset({"catalyst", "other_catalyst"})
ADMIN = frozenset({"admin"})


@dataclass(frozen=True, slots=True)
class Row:
    """An address, who is let in, and the status of a page that is read there."""

    address: str
    let_in: frozenset[str]
    answers: int = 200


def to(address: str, let_in: frozenset[str], answers: int = 200) -> Row:
    """A row of the table."""
    return Row(address, let_in, answers)


_LISTING = "/my/listings/{public}"
_GROUP = "/groups/{deciding}"
_INTEREST = "/groups/find/{interest}"
_MEET = "/groups/meet/{introduction}"
_RECEIPTS = "/my/bills/{paid_bill}/receipts"
_SENT = "/catalyst/listings/{sent}"

WHO: dict[str, Row] = {
    # What everybody may read.
    "places.show_basemap": to("/map/uk.pmtiles", EVERYBODY),
    "search.show_results": to("/search", EVERYBODY),
    "search.show_results_data": to("/search.json", EVERYBODY),
    "search.show_map_points": to("/map.json?bbox=-4,50,-2,52", EVERYBODY),
    "search.show_help_terms": to("/help.json", EVERYBODY),
    "search.ask_for_help": to("/search/ask", EVERYBODY),
    "site.show_home": to("/", EVERYBODY),
    "site.show_listing": to("/listings/{slug}", EVERYBODY),
    "site.show_alive": to("/healthz", EVERYBODY),
    "site.show_ready": to("/readyz", EVERYBODY),
    "site.show_robots": to("/robots.txt", EVERYBODY),
    "site.show_sitemap": to("/sitemap.xml", EVERYBODY),
    "site.show_about": to("/about", EVERYBODY),
    "site.show_sharing": to("/sharing", EVERYBODY),
    "site.show_easier": to("/easier", EVERYBODY),
    "site.show_accessibility": to("/accessibility", EVERYBODY),
    "site.show_privacy": to("/privacy", EVERYBODY),
    "site.show_how_we_check": to("/how-we-check", EVERYBODY),
    "site.show_data_sources": to("/data-sources", EVERYBODY),
    "site.show_worried": to("/worried", EVERYBODY),
    "directory.show_ask": to("/listings/{slug}/ask", EVERYBODY),
    "directory.send_question": to("/listings/{slug}/ask", EVERYBODY),
    "directory.show_asked": to("/listings/{slug}/asked", EVERYBODY),
    "directory.show_report": to("/listings/{slug}/report", EVERYBODY),
    "directory.send_report": to("/listings/{slug}/report", EVERYBODY),
    "directory.show_saved": to("/saved", EVERYBODY),
    "directory.save_listing": to("/listings/{slug}/save", EVERYBODY),
    "directory.unsave_listing": to("/listings/{slug}/unsave", EVERYBODY),
    "directory.new_listing": to("/listings/new", EVERYBODY),
    # The ways in. Whoever is in already is sent on.
    "people.show_sign_in": to("/sign-in", EVERYBODY, answers=303),
    "people.send_sign_in": to("/sign-in", EVERYBODY),
    "people.show_letter_sent": to("/letter-sent", EVERYBODY),
    "people.show_second_step": to("/sign-in/code", EVERYBODY, answers=303),
    "people.check_second_step": to("/sign-in/code", EVERYBODY),
    "people.show_app": to("/sign-in/set-up", EVERYBODY, answers=303),
    "people.save_app": to("/sign-in/set-up", EVERYBODY),
    "people.sign_out": to("/sign-out", EVERYBODY),
    "people.show_sign_up": to("/sign-up", EVERYBODY, answers=303),
    "people.send_sign_up": to("/sign-up", EVERYBODY),
    "people.show_reset": to("/reset", EVERYBODY),
    "people.send_reset": to("/reset", EVERYBODY),
    # Whoever has the link in a letter.
    "people.show_sign_in_link": to("/sign-in/link/{sign_in}", EVERYBODY),
    "people.use_sign_in_link": to("/sign-in/link/{sign_in}", EVERYBODY),
    "people.show_sign_up_link": to("/sign-up/{sign_up}", EVERYBODY),
    "people.use_sign_up_link": to("/sign-up/{sign_up}", EVERYBODY),
    "people.show_reset_link": to("/reset/{reset}", EVERYBODY),
    "people.use_reset_link": to("/reset/{reset}", EVERYBODY),
    "people.show_support_request": to("/support/{support}", EVERYBODY),
    "people.answer_support_request": to("/support/{support}", SIGNED_IN),
    "directory.show_question_to_answer": to("/answers/{question}", EVERYBODY),
    "directory.send_answer": to("/answers/{question}", EVERYBODY),
    "directory.show_reply": to("/replies/{reply}", EVERYBODY),
    "directory.show_still_right": to("/still-right/{still_right}", EVERYBODY),
    "directory.say_right": to("/still-right/{still_right}", EVERYBODY),
    "directory.show_stopped": to("/still-right/{still_right}/stopped", EVERYBODY),
    "directory.say_stop": to("/still-right/{still_right}/stopped", EVERYBODY),
    "commissioning.show_invitation": to("/groups/invitations/{invitation}", SIGNED_IN),
    "commissioning.accept_invitation": to("/groups/invitations/{invitation}", SIGNED_IN),
    "commissioning.refuse_invitation": to("/groups/invitations/{invitation}/no", SIGNED_IN),
    # The link to a new address works for the person alone who asked for it.
    "people.show_new_email_link": to("/new-e-mail/{new_address}", PERSON),
    "people.use_new_email_link": to("/new-e-mail/{new_address}", PERSON),
    # What is one's own.
    "site.show_mine": to("/my", SIGNED_IN),
    "people.sign_out_everywhere": to("/sign-out-everywhere", SIGNED_IN),
    "people.edit_password": to("/my/password", SIGNED_IN),
    "people.save_password": to("/my/password", SIGNED_IN),
    # Nothing is kept of theirs, so they are sent on.
    "people.show_writing": to("/my/writing", SIGNED_IN, answers=303),
    "people.show_my_data": to("/my/data", SIGNED_IN),
    "people.show_seen": to("/my/seen", SIGNED_IN),
    "people.download_my_data": to("/my/data.json", SIGNED_IN),
    "people.download_my_files": to("/my/data.zip", SIGNED_IN),
    "people.edit_name": to("/my/data/name", SIGNED_IN),
    "people.save_name": to("/my/data/name", SIGNED_IN),
    "people.edit_email": to("/my/data/e-mail", SIGNED_IN),
    "people.save_email": to("/my/data/e-mail", SIGNED_IN),
    "people.confirm_deletion": to("/my/data/delete", SIGNED_IN),
    "people.remove_account": to("/my/data/delete", SIGNED_IN),
    "people.show_supporters": to("/my/supporters", SIGNED_IN),
    "people.choose_supporter": to("/my/supporters/new", SIGNED_IN),
    "people.ask_supporter": to("/my/supporters/new", SIGNED_IN),
    # Either of the two may end it.
    "people.confirm_stop": to("/my/supporters/{authority}/stop", MEMBER | {"supporter"}),
    "people.stop_supporter": to("/my/supporters/{authority}/stop", MEMBER | {"supporter"}),
    # Whoever helps, and not whom they help.
    "site.show_for": to("/for/{authority}", SUPPORTER),
    "site.send_note": to("/for/{authority}", SUPPORTER),
    # The admin.
    "people.show_accounts": to("/admin/people", ADMIN),
    "people.show_account": to("/admin/people/{person}", ADMIN),
    "people.give_role": to("/admin/people/{person}/roles", ADMIN),
    "people.take_role": to("/admin/roles/{grant}/end", ADMIN),
    "people.show_authorised": to("/admin/people/{person}/authorised", ADMIN),
    "people.name_authorised": to("/admin/people/{person}/authorised", ADMIN),
    "people.reset_app": to("/admin/people/{person}/lost-phone", ADMIN),
    "directory.show_terms": to("/admin/help-terms", ADMIN),
    "directory.show_new_term": to("/admin/new-help-term", ADMIN),
    "directory.save_new_term": to("/admin/new-help-term", ADMIN),
    "directory.edit_term": to("/admin/help-terms/{term}", ADMIN),
    "directory.save_term": to("/admin/help-terms/{term}", ADMIN),
    "directory.stop_term": to("/admin/help-terms/{term}/stop", ADMIN),
    "directory.offer_again": to("/admin/help-terms/{old_term}/offer", ADMIN),
    "budgets.show_funders": to("/admin/funders", ADMIN),
    "budgets.show_new_funder": to("/admin/new-funder", ADMIN),
    "budgets.save_new_funder": to("/admin/new-funder", ADMIN),
    "budgets.show_funder": to("/admin/funders/{funder}", ADMIN),
    "budgets.save_one_funder": to("/admin/funders/{funder}", ADMIN),
    "budgets.remove_one_funder": to("/admin/funders/{funder}/remove", ADMIN),
    # Whoever signs in with a code.
    "people.show_codes": to("/my/recovery-codes", ANY_CATALYST | ADMIN),
    "people.renew_codes": to("/my/recovery-codes", ANY_CATALYST | ADMIN),
    # Whoever looks after the page; not the catalyst who approved it.
    "directory.start_page": to("/listings/new", SIGNED_IN),
    "directory.show_my_listings": to("/my/listings", SIGNED_IN),
    "site.preview_page": to(f"{_LISTING}/preview", PROVIDER),
    "directory.show_my_listing": to(_LISTING, PROVIDER),
    "directory.show_parts": to(f"{_LISTING}/parts", PROVIDER),
    "directory.check_answers": to(f"{_LISTING}/check", PROVIDER),
    "directory.show_question": to(f"{_LISTING}/questions/summary", PROVIDER),
    "directory.save_answer": to(f"{_LISTING}/questions/summary", PROVIDER),
    "directory.send_answers": to("/my/listings/{ready}/send", PROVIDER),
    "directory.take_back_answers": to("/my/listings/{sent}/take-back", PROVIDER),
    "directory.confirm_answers": to(f"{_LISTING}/confirm", PROVIDER),
    "directory.pause_page": to(f"{_LISTING}/pause", PROVIDER),
    "directory.resume_page": to("/my/listings/{paused}/resume", PROVIDER),
    "directory.show_asked_question": to(f"{_LISTING}/asked/{{asked}}", PROVIDER),
    "directory.answer_asked_question": to(f"{_LISTING}/asked/{{asked}}", PROVIDER),
    "directory.confirm_close": to(f"{_LISTING}/close", PROVIDER),
    "directory.close_page": to(f"{_LISTING}/close", PROVIDER),
    "directory.reopen_page": to("/my/listings/{closed}/reopen", PROVIDER),
    "commissioning.show_requests": to("/my/requests", SIGNED_IN),
    "commissioning.show_request": to("/my/requests/{request}", PROVIDER),
    "commissioning.send_offer": to("/my/requests/{request}", PROVIDER),
    "commissioning.decline_offer": to("/my/requests/{request}/no", PROVIDER),
    # Money: its owner alone, and not whoever helps them.
    "site.show_money": to("/my/money", SIGNED_IN),
    "budgets.freeze_all": to("/my/money/freeze", SIGNED_IN),
    "budgets.thaw_all": to("/my/money/thaw", SIGNED_IN),
    "budgets.show_new_budget": to("/my/money/new", SIGNED_IN),
    "budgets.record_new_budget": to("/my/money/new", SIGNED_IN),
    "budgets.show_take_back": to("/my/money/{budget}/take-back", MEMBER),
    "budgets.take_back_some": to("/my/money/{budget}/take-back", MEMBER),
    "budgets.stop_using": to("/my/money/{budget}/stop", MEMBER),
    "budgets.show_rules": to("/my/money/{budget}/rules", MEMBER),
    "budgets.save_rules": to("/my/money/{budget}/rules", MEMBER),
    "budgets.show_account": to("/my/money/{budget}/account", MEMBER),
    "budgets.save_account": to("/my/money/{budget}/account", MEMBER),
    "budgets.show_new_purpose": to("/my/money/purposes/new", SIGNED_IN),
    "budgets.save_new_purpose": to("/my/money/purposes/new", SIGNED_IN),
    "budgets.end_one_purpose": to("/my/money/purposes/{purpose}/end", MEMBER),
    "budgets.show_new_agreement": to("/my/money/agreements/new", SIGNED_IN),
    "budgets.save_new_agreement": to("/my/money/agreements/new", SIGNED_IN),
    "budgets.end_one_agreement": to("/my/money/agreements/{on_file}/end", MEMBER),
    "spending.show_statement": to("/my/money/{budget}/statement", MEMBER),
    "spending.show_easier_statement": to("/my/money/{budget}/statement/easier", MEMBER),
    "spending.choose_statement": to("/my/money/{budget}/statement/choose", MEMBER),
    "spending.download_statement_table": to("/my/money/{budget}/statement.csv", MEMBER),
    "spending.download_statement_pdf": to("/my/money/{budget}/statement.pdf", MEMBER),
    # Groups: whoever is in it.
    "groups.show_groups": to("/groups", SIGNED_IN),
    "groups.show_new_group": to("/groups/new", SIGNED_IN),
    "groups.start_new_group": to("/groups/new", SIGNED_IN),
    "groups.show_invite": to(f"{_GROUP}/invite", MEMBER),
    "groups.invite_somebody": to(f"{_GROUP}/invite", MEMBER),
    "groups.show_bring": to(f"{_GROUP}/bring", MEMBER),
    "groups.save_bring": to(f"{_GROUP}/bring", MEMBER),
    # What one wants is one's own; an introduction is of two, of whom one has a role here.
    "groups.show_finding": to("/groups/find", SIGNED_IN),
    "groups.show_new_interest": to("/groups/find/new", SIGNED_IN),
    "groups.save_new_interest": to("/groups/find/new", SIGNED_IN),
    "groups.show_interest": to(_INTEREST, MEMBER),
    "groups.save_interest": to(_INTEREST, MEMBER),
    "groups.keep_interest": to(f"{_INTEREST}/keep", MEMBER),
    "groups.end_one": to(f"{_INTEREST}/end", MEMBER),
    "groups.ask_meeting": to(f"{_INTEREST}/meet", MEMBER),
    "groups.stop_meeting": to(f"{_INTEREST}/not-now", MEMBER),
    "groups.show_ask_catalyst": to(f"{_INTEREST}/help", MEMBER),
    "groups.ask_catalyst": to(f"{_INTEREST}/help", MEMBER),
    "groups.stop_catalyst": to(f"{_INTEREST}/help/stop", MEMBER),
    "groups.say_yes": to(f"{_MEET}/yes", MEMBER),
    "groups.say_no": to(f"{_MEET}/no", MEMBER),
    "groups.start_together": to(f"{_MEET}/group", MEMBER),
    "groups.look_at_group": to(f"{_MEET}/join", MEMBER),
    "commissioning.show_bud": to(f"{_GROUP}/bud", MEMBER),
    "commissioning.propose_bud": to(f"{_GROUP}/bud", MEMBER),
    "commissioning.move_over": to(f"{_GROUP}/bud/yes", MEMBER),
    "commissioning.stay_here": to(f"{_GROUP}/bud/no", MEMBER),
    "commissioning.stop_bud": to(f"{_GROUP}/bud/stop", MEMBER),
    "commissioning.show_group": to(_GROUP, MEMBER),
    "groups.show_questions": to(f"{_GROUP}/questions", MEMBER),
    "groups.show_new_question": to(f"{_GROUP}/questions/new", MEMBER),
    "groups.ask_question": to(f"{_GROUP}/questions/new", MEMBER),
    "groups.show_question": to(f"{_GROUP}/questions/{{ask}}", MEMBER),
    "groups.send_answer": to(f"{_GROUP}/questions/{{ask}}", MEMBER),
    "groups.stop_question": to(f"{_GROUP}/questions/{{ask}}/stop", MEMBER),
    "commissioning.show_brief": to(f"{_GROUP}/want", MEMBER),
    "commissioning.save_brief": to(f"{_GROUP}/want", MEMBER),
    "commissioning.ask_listing": to("/groups/{choosing}/ask/{their_listing}", MEMBER),
    "commissioning.show_offers": to(f"{_GROUP}/offers", MEMBER),
    "commissioning.choose_one": to("/groups/{choosing}/offers/{offer}", MEMBER),
    "commissioning.show_ways": to("/groups/{choosing}/offers/{offer}/share", MEMBER),
    "commissioning.show_way": to("/groups/{choosing}/offers/{offer}/share/hours", MEMBER),
    "commissioning.choose_way": to("/groups/{choosing}/offers/{offer}/share/hours", MEMBER),
    "commissioning.show_most": to(f"{_GROUP}/my-most", MEMBER),
    "commissioning.save_most": to(f"{_GROUP}/my-most", MEMBER),
    "commissioning.show_plan": to(f"{_GROUP}/plan", MEMBER),
    "commissioning.answer_now": to(f"{_GROUP}/plan", MEMBER),
    "commissioning.settle_plan": to(f"{_GROUP}/plan/settle", MEMBER),
    "commissioning.stop_deciding": to(f"{_GROUP}/plan/stop", MEMBER),
    "commissioning.show_close": to(f"{_GROUP}/plan/close", MEMBER),
    "commissioning.save_close": to(f"{_GROUP}/plan/close", MEMBER),
    "decisions.show_reminders": to("/my/reminders", SIGNED_IN),
    "decisions.save_reminders": to("/my/reminders", SIGNED_IN),
    "commissioning.print_plan": to(f"{_GROUP}/plan/letter", MEMBER),
    "commissioning.show_easier_plan": to(f"{_GROUP}/plan/easier", MEMBER),
    "commissioning.join_plan": to(f"{_GROUP}/plan/join-in", MEMBER),
    "groups.show_coop": to(f"{_GROUP}/co-op", MEMBER),
    "groups.ask_coop": to(f"{_GROUP}/co-op", MEMBER),
    "groups.save_stake": to(f"{_GROUP}/co-op/me", MEMBER),
    "commissioning.say_i_am_tied": to(f"{_GROUP}/plan/tie", MEMBER),
    "commissioning.say_i_am_not_tied": to(f"{_GROUP}/plan/no-tie", MEMBER),
    "commissioning.ask_more_time": to(f"{_GROUP}/plan/more-time", MEMBER),
}

# What was promised: each one's own part; the provider's work, without a name.
WHO |= {
    "spending.show_sessions": to("/groups/{promised}/sessions", MEMBER),
    "spending.say_it_took_place": to("/groups/{promised}/sessions/{session}/took-place", MEMBER),
    "spending.say_i_came": to("/groups/{promised}/sessions/{session}/me", MEMBER),
    "spending.show_asking": to("/groups/{promised}/ask-to-leave", MEMBER),
    "spending.ask_now": to("/groups/{promised}/ask-to-leave", MEMBER),
    "spending.show_parting": to("/groups/{promised}/asked-to-leave/{parting}", MEMBER),
    "spending.decide_parting": to("/groups/{promised}/asked-to-leave/{parting}", MEMBER),
    "spending.stop_asking": to("/groups/{promised}/asked-to-leave/{parting}/stop", MEMBER),
    "spending.show_my_parting": to("/my/asked-to-leave/{my_parting}", MEMBER),
    "spending.reply_now": to("/my/asked-to-leave/{my_parting}", MEMBER),
    "spending.say_it_did_not": to("/groups/{promised}/sessions/{session}/let-go", MEMBER),
    "spending.confirm_leave": to("/groups/{promised}/leave", MEMBER),
    "spending.leave_now": to("/groups/{promised}/leave", MEMBER),
    "spending.confirm_end": to(f"{_GROUP}/end", MEMBER),
    "spending.end_now": to(f"{_GROUP}/end", MEMBER),
    "spending.show_bills": to("/my/bills", SIGNED_IN),
    "spending.show_bill": to("/my/bills/{bill}", MEMBER),
    "spending.say_total_is_right": to("/my/bills/{bill}/right", MEMBER),
    "spending.say_i_am_paid": to("/my/bills/{bill}/tie", MEMBER),
    "spending.say_i_am_not_paid": to("/my/bills/{bill}/no-tie", MEMBER),
    "spending.ask_one_to_look": to("/my/bills/{bill}/looks/{authority}", MEMBER),
    "spending.ask_one_no_more": to("/my/bills/{bill}/looks/{authority}/stop", MEMBER),
    "spending.say_i_paid": to("/my/bills/{bill}/paid", MEMBER),
    "spending.say_what_it_did": to("/my/bills/{paid_bill}/did", MEMBER),
    "spending.download_bill_file": to("/my/bills/{bill}/file", MEMBER),
    "spending.show_receipts": to(_RECEIPTS, MEMBER),
    "spending.add_one": to(_RECEIPTS, MEMBER),
    "spending.say_it_is_on_statement": to(f"{_RECEIPTS}/on-statement", MEMBER),
    "spending.say_it_is_not": to(f"{_RECEIPTS}/not-on-statement", MEMBER),
    "spending.show_receipt_help": to(f"{_RECEIPTS}/help", MEMBER),
    "spending.ask_for_help_with_it": to(f"{_RECEIPTS}/help", MEMBER),
    "spending.take_help_back": to(f"{_RECEIPTS}/help/stop", MEMBER),
    "spending.show_receipt": to(f"{_RECEIPTS}/{{receipt}}", MEMBER),
    "spending.download_receipt": to(f"{_RECEIPTS}/{{receipt}}/file", MEMBER),
    "spending.replace_one": to(f"{_RECEIPTS}/{{receipt}}/replace", MEMBER),
    "spending.remove_one": to(f"{_RECEIPTS}/{{receipt}}/remove", MEMBER),
    "spending.say_it_came_back": to("/my/bills/{paid_bill}/back/{refund}", MEMBER),
    "spending.show_calendar": to("/my/calendar", SIGNED_IN),
    "spending.make_link": to("/my/calendar", SIGNED_IN),
    "spending.show_feed": to("/calendars/{calendar}.ics", EVERYBODY),
    "spending.show_work": to("/my/requests/{agreed}/sessions", PROVIDER),
    "spending.mark_one": to("/my/requests/{agreed}/sessions/{session}", PROVIDER),
    "spending.waive_one": to("/my/requests/{agreed}/sessions/{session}/waive", PROVIDER),
    "spending.show_new_bill": to("/my/requests/{agreed}/bill", PROVIDER),
    "spending.send_new_bill": to("/my/requests/{agreed}/bill", PROVIDER),
    "spending.show_sent_bill": to("/my/requests/{agreed}/bills/{paid_bill}", PROVIDER),
    "spending.take_bill_back": to("/my/requests/{agreed}/bills/{bill}/withdraw", PROVIDER),
    "spending.add_file_to_bill": to("/my/requests/{agreed}/bills/{bill}/file", PROVIDER),
    "spending.remove_file_of_bill": to("/my/requests/{agreed}/bills/{bill}/file/remove", PROVIDER),
    "spending.download_my_bill_file": to("/my/requests/{agreed}/bills/{bill}/file", PROVIDER),
    "spending.give_back": to("/my/requests/{agreed}/bills/{paid_bill}/refund", PROVIDER),
}

# The desk: each catalyst their own; what is in an area, for that area's catalysts.
WHO |= {
    "catalyst.show_desk": to("/catalyst", ANY_CATALYST),
    "catalyst.show_pages": to("/catalyst/listings", ANY_CATALYST),
    "catalyst.show_papers": to("/catalyst/papers", ANY_CATALYST),
    "catalyst.show_reports": to("/catalyst/reports", ANY_CATALYST),
    "catalyst.show_wishes": to("/catalyst/wishes", ANY_CATALYST),
    "catalyst.show_wish": to("/catalyst/wishes/{wish}", CATALYST),
    "catalyst.settle_one": to("/catalyst/wishes/{wish}", CATALYST),
    "catalyst.show_receipt_help": to("/catalyst/receipts", ANY_CATALYST),
    "catalyst.end_help": to("/catalyst/receipts/{receipt_help}", CATALYST),
    "catalyst.show_people": to("/catalyst/people", ANY_CATALYST),
    "catalyst.introduce_people": to("/catalyst/people", ANY_CATALYST),
    "catalyst.show_new_idea": to("/catalyst/ideas/new", ANY_CATALYST),
    "catalyst.save_idea": to("/catalyst/ideas/new", ANY_CATALYST),
    "catalyst.show_review": to(_SENT, CATALYST),
    "catalyst.send_answer": to(f"{_SENT}/answer", CATALYST),
    "catalyst.write_note": to(f"{_SENT}/notes", CATALYST),
    "catalyst.ask_now": to("/catalyst/listings/{public}/still-right", CATALYST),
    "catalyst.drop_idea": to("/catalyst/listings/{idea}/let-go", CATALYST),
    "catalyst.show_check": to(f"{_SENT}/checks/{{check}}", CATALYST),
    "catalyst.save_check": to(f"{_SENT}/checks/{{check}}", CATALYST),
    "catalyst.show_tie": to(f"{_SENT}/tie", CATALYST),
    "catalyst.declare_tie": to(f"{_SENT}/tie", CATALYST),
    "catalyst.show_mistake": to(f"{_SENT}/ties/{{aside}}", CATALYST),
    "catalyst.take_back_tie": to(f"{_SENT}/ties/{{aside}}", CATALYST),
    "catalyst.show_give": to("/catalyst/listings/{idea}/give", CATALYST),
    "catalyst.give_now": to("/catalyst/listings/{idea}/give", CATALYST),
    "catalyst.show_report": to("/catalyst/reports/{report}", CATALYST),
    "catalyst.settle_now": to("/catalyst/reports/{report}", CATALYST),
    # Whom to ring is a setting of the site too.
    "catalyst.edit_contact": to("/catalyst/areas/{patch_slug}/contact", CATALYST | ADMIN),
    "catalyst.save_contact": to("/catalyst/areas/{patch_slug}/contact", CATALYST | ADMIN),
    # The link to a page of one's own, for whoever has it and signs in.
    "catalyst.show_take_up": to("/take-up/{handover}", SIGNED_IN),
    "catalyst.take_up": to("/take-up/{handover}", SIGNED_IN),
}

# Pages that send somebody who has signed in straight on, so that a redirect is being let in.
SENT_ON = {"people.show_sign_in", "people.show_sign_up"}
