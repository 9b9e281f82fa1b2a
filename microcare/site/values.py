"""What the front page and a person's own page show, and what the database must refuse."""

from dataclasses import dataclass

from microcare.kernel.words import N_


@dataclass(frozen=True, slots=True)
class Start:
    """One of the eight kinds of help to start from: its symbol and its words."""

    group: str
    symbol: str
    name: str
    more: str


STARTS = (
    Start("meals", "pot", N_("Cooking and meals"), N_("Cook together, or a hot lunch")),
    Start("out", "boot", N_("Getting out"), N_("Walks, trips, shops, swimming")),
    Start("company", "cup", N_("Company"), N_("A chat, a game, a visit")),
    Start("home", "broom", N_("Help at home"), N_("Cleaning, washing, the garden")),
    Start("making", "brush", N_("Making and music"), N_("Art, sewing, singing, repairs")),
    Start("learning", "cap", N_("Learning and work"), N_("Reading, money, finding a job")),
    Start("breaks", "case", N_("Short breaks"), N_("A day or some days away")),
    Start("body", "hand", N_("Washing and dressing"), N_("Help with your body, in private")),
)

# What a group does next, by the stages of its page.
NEXT_STEPS = {
    "invite": N_("Ask somebody to join"),
    "write": N_("Say what you want to do"),
    "ask": N_("Ask for an offer"),
    "wait": N_("Waiting for an offer"),
    "choose": N_("Read what was offered"),
    "decide": N_("Waiting for everyone to answer"),
    "think": N_("Everyone agrees. Time to think"),
    "due": N_("See if it adds up"),
    "short": N_("It does not add up yet"),
    "waits": N_("Your plan waits"),
    "out": N_("They cannot go on for now"),
    "agreed": N_("You are going ahead"),
}
YOUR_ANSWER = N_("Your answer is needed")

# The triggers beside the ledger's own, by name: what is public, agreed or decided never changes.
_KEPT = (
    "agreement",
    "bill",
    "bill_confirmation",
    "bill_line",
    "bill_share",
    "care_session",
    "coop_asked",
    "departure",
    "part_let_go",
    "payment_taken_back",
    "plan_wait",
    "proposal_answer",
    "proposal_elector",
    "proposal_more_time",
    "proposal_voice",
    "proposal_weight",
    "recorded_answer",
    "refund",
    "refund_share",
    "session_mark",
    "session_replacement",
    "session_share",
    "session_waived",
    "share_paid",
    "tr_listing_version",
)
_OF_KEYS = ("budget_own", "within_most")
_WITNESSED = ("witnessed_yes", "yes_witness")
TRIGGERS = frozenset(
    {
        *(f"{table}_no_{verb}" for table in _KEPT for verb in ("update", "delete")),
        "access_record_no_update",
        "bill_confirmation_asked",
        "bill_confirmation_member",
        "bill_confirmation_rules",
        "bill_line_rules",
        "bill_line_waived",
        "bill_share_rules",
        "budget_by_agreement",
        "budget_same_money",
        "budding_by_each",
        "death_record_no_delete",
        "death_record_rules",
        "coop_by_all",
        "coop_by_all_again",
        "evidence_no_update",
        "evidence_rules",
        "interest_turn_week",
        "listing_stays_stopped",
        "listing_stop_no_delete",
        "listing_stop_rules",
        "funding_agreement_same",
        "look_asked_no_delete",
        "look_asked_same",
        "offer_same_terms",
        *(f"own_key_{rule}_{verb}" for rule in _OF_KEYS for verb in ("insert", "update")),
        "own_purpose_agreed",
        "own_purpose_kept",
        "own_purpose_rules",
        "own_purpose_stays",
        "part_let_go_rules",
        "person_died_recorded",
        "parting_begins",
        "parting_no_delete",
        "parting_rules",
        "proposal_answer_known",
        "proposal_answer_open",
        "proposal_elector_closed",
        "proposal_enough_people",
        "proposal_elector_users",
        "proposal_everyone",
        "proposal_for_a_purpose",
        "proposal_more_time_open",
        "proposal_no_delete",
        "proposal_opens_open",
        "proposal_provider_works",
        "proposal_question_no_delete",
        "proposal_question_words",
        "proposal_same_terms",
        "proposal_witnessed",
        "proposal_voice_open",
        "proposal_weight_open",
        "proposal_worry_no_update",
        "proposal_worry_of_worry",
        "purpose_same",
        "recorded_answer_by_another",
        "recorded_answer_witnessed",
        "refund_share_rules",
        "returned_budget_no_delete",
        "returned_budget_no_update",
        "returned_budget_rules",
        "session_mark_waits",
        "session_replacement_rules",
        "session_waived_rules",
        "payment_taken_back_rules",
        "payment_taken_back_takes",
        *(f"{table}_{rule}" for table in _WITNESSED for rule in ("same", "no_delete")),
        "yes_witness_begins",
        "sign_in_living",
        "share_paid_rules",
        "stored_file_no_update",
        "sudden_stop_no_delete",
        "sudden_stop_no_update",
    }
)
# Past those, SQLite has a way to put a row over another, and PostgreSQL a way to empty a table.
SQLITE_TRIGGERS = TRIGGERS | {
    f"{table}_no_replace"
    for table in (
        *_KEPT,
        *_WITNESSED,
        "access_record",
        "budget",
        "death_record",
        "funding_agreement",
        "listing_stop",
        "proposal",
        "proposal_question",
        "proposal_worry",
        "purpose",
        "parting",
        "returned_budget",
        "sudden_stop",
    )
}
POSTGRESQL_TRIGGERS = TRIGGERS | {
    f"{table}_no_truncate"
    for table in (
        *_KEPT,
        *_WITNESSED,
        "death_record",
        "listing_stop",
        "parting",
        "proposal",
        "proposal_question",
        "returned_budget",
        "sudden_stop",
    )
}
