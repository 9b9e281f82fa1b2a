"""The rows of the access table (microcare/access.py) about the desk of catalysts."""

from microcare.catalyst import policies as catalyst_may
from microcare.catalyst import queries as catalyst
from microcare.directory import policies as directory_may
from microcare.directory import queries as directory
from microcare.people import policies as people_may
from microcare.places.queries import patch_by_slug
from microcare.web.guard import Access, signed_in

DESK = {
    # catalyst: the desk, for whoever looks after an area; a listing, for its own area's catalysts.
    "catalyst.show_desk": Access(people_may.is_catalyst),
    "catalyst.show_pages": Access(people_may.is_catalyst),
    "catalyst.show_papers": Access(people_may.is_catalyst),
    "catalyst.show_reports": Access(people_may.is_catalyst),
    "catalyst.show_wishes": Access(people_may.is_catalyst),
    "catalyst.show_wish": Access(catalyst_may.may_settle_wish, catalyst.wish_by_id),
    "catalyst.settle_one": Access(catalyst_may.may_settle_wish, catalyst.wish_by_id),
    "catalyst.show_people": Access(people_may.is_catalyst),
    "catalyst.introduce_people": Access(people_may.is_catalyst),
    "catalyst.show_receipt_help": Access(people_may.is_catalyst),
    "catalyst.end_help": Access(catalyst_may.may_help_with_receipt, catalyst.receipt_help_by_id),
    "catalyst.show_new_idea": Access(people_may.is_catalyst),
    "catalyst.save_idea": Access(people_may.is_catalyst),
    "catalyst.show_review": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.send_answer": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.write_note": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.ask_now": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.drop_idea": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.show_check": Access(directory_may.may_review, catalyst.listing_to_check),
    "catalyst.save_check": Access(directory_may.may_review, catalyst.listing_to_check),
    "catalyst.show_tie": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.declare_tie": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.show_mistake": Access(directory_may.may_review, directory.listing_with_interest),
    "catalyst.take_back_tie": Access(directory_may.may_review, directory.listing_with_interest),
    "catalyst.show_stop": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.stop_now": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.go_on_now": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.show_give": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.give_now": Access(directory_may.may_review, directory.listing_by_id),
    "catalyst.show_report": Access(catalyst_may.may_settle_report, catalyst.report_to_settle),
    "catalyst.settle_now": Access(catalyst_may.may_settle_report, catalyst.report_to_settle),
    "catalyst.edit_contact": Access(catalyst_may.may_set_contact, patch_by_slug),
    "catalyst.save_contact": Access(catalyst_may.may_set_contact, patch_by_slug),
    # catalyst: a page's owner takes it up by the link that was sent to them.
    "catalyst.show_take_up": Access(signed_in, catalyst.handover_by_token),
    "catalyst.take_up": Access(signed_in, catalyst.handover_by_token),
}
