"""Writes of the directory, one verb or one journey a file. Nothing here commits."""

from microcare.directory.services.answer import answer
from microcare.directory.services.approve import approve_listing
from microcare.directory.services.ask import answer_question, ask_question, forget_askers
from microcare.directory.services.decide import (
    ask_changes,
    declare_interest,
    decline_listing,
    record_check,
    take_back_interest,
)
from microcare.directory.services.erase import erase
from microcare.directory.services.live import (
    close_listing,
    confirm_listing,
    pause_listing,
    reopen_listing,
    resume_listing,
    tell_room,
)
from microcare.directory.services.place import place_listing
from microcare.directory.services.preview import preview_listing
from microcare.directory.services.publish import index_document
from microcare.directory.services.report import (
    forget_reporters,
    report_listing,
    settle_report,
)
from microcare.directory.services.send import send_listing, take_back_listing
from microcare.directory.services.start import give_listing, note_idea, start_listing
from microcare.directory.services.still_right import (
    ask_still_right,
    say_still_right,
    say_stopped,
)
from microcare.directory.services.stopping import allow_listing, stop_listing
from microcare.directory.services.terms import add_term, change_term, offer_term

__all__ = [
    "add_term",
    "allow_listing",
    "change_term",
    "offer_term",
    "answer_question",
    "ask_question",
    "ask_still_right",
    "forget_askers",
    "forget_reporters",
    "report_listing",
    "say_still_right",
    "say_stopped",
    "settle_report",
    "answer",
    "approve_listing",
    "ask_changes",
    "close_listing",
    "confirm_listing",
    "declare_interest",
    "erase",
    "decline_listing",
    "give_listing",
    "index_document",
    "note_idea",
    "pause_listing",
    "place_listing",
    "preview_listing",
    "record_check",
    "reopen_listing",
    "resume_listing",
    "send_listing",
    "start_listing",
    "stop_listing",
    "take_back_interest",
    "take_back_listing",
    "tell_room",
]
