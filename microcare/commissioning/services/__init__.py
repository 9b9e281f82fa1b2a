"""What people do on the way from wanting to promising. One journey a file."""

from microcare.commissioning.services.acting import ask_reviews
from microcare.commissioning.services.agreeing import answer_plan, choose_offer, stop_plan
from microcare.commissioning.services.aside import give_more_time, join_in
from microcare.commissioning.services.belonging import erase, join, leave
from microcare.commissioning.services.budding import (
    agree_to_move,
    forget_old_buddings,
    propose_budding,
    refuse_to_move,
    stop_budding,
)
from microcare.commissioning.services.capping import say_most
from microcare.commissioning.services.confirming import say_witnessed, take_back, tell_person
from microcare.commissioning.services.counting import days_over, forget_addresses
from microcare.commissioning.services.offering import (
    ask_for_offer,
    decline_request,
    make_offer,
    write_brief,
)
from microcare.commissioning.services.reminding import remind_about_plans
from microcare.commissioning.services.settling import settle, settle_group
from microcare.commissioning.services.stopped import watch_providers
from microcare.commissioning.services.tying import keep_tie, tie_to_plan, untie_from_plan
from microcare.commissioning.services.waiting import watch_people
from microcare.commissioning.services.witnessing import record_witnessed

__all__ = [
    "agree_to_move",
    "answer_plan",
    "ask_for_offer",
    "ask_reviews",
    "choose_offer",
    "days_over",
    "decline_request",
    "erase",
    "forget_addresses",
    "forget_old_buddings",
    "give_more_time",
    "join",
    "join_in",
    "keep_tie",
    "leave",
    "make_offer",
    "propose_budding",
    "record_witnessed",
    "refuse_to_move",
    "remind_about_plans",
    "say_most",
    "say_witnessed",
    "settle",
    "settle_group",
    "stop_budding",
    "stop_plan",
    "take_back",
    "tell_person",
    "watch_people",
    "watch_providers",
    "tie_to_plan",
    "untie_from_plan",
    "write_brief",
]
