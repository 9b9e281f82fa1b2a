"""What people do in groups and on the way to one. One journey a file."""

from microcare.groups.services.asking import (
    answer_question,
    ask_group,
    end_due_questions,
    remind_about_questions,
    take_back_question,
)
from microcare.groups.services.belonging import (
    add_member,
    decline_invitation,
    forget_old_invitations,
    invite,
    join_group,
    leave_group,
    say_what_i_bring,
    start_group,
)
from microcare.groups.services.coops import ask_to_be_coop, say_stake
from microcare.groups.services.forgetting import (
    erase,
    forget_what_ran_out,
    tell_who_is_not_alone,
)
from microcare.groups.services.helping import (
    ask_for_a_hand,
    introduce_two,
    patch_to_ask,
    take_back_asking,
)
from microcare.groups.services.interests import (
    change_interest,
    end_interest,
    renew_interest,
    say_interest,
)
from microcare.groups.services.meeting import (
    ask_to_meet,
    say_not_this_time,
    say_yes_to_meeting,
    stop_asking_to_meet,
)
from microcare.groups.services.parting import (
    answer_parting,
    ask_to_leave,
    begin_deciding,
    end_parting,
    forget_parting_words,
    reply_to,
)
from microcare.groups.services.starting import look_at_their_group, start_with_them

__all__ = [
    "add_member",
    "answer_parting",
    "answer_question",
    "ask_for_a_hand",
    "ask_group",
    "ask_to_be_coop",
    "ask_to_leave",
    "ask_to_meet",
    "begin_deciding",
    "change_interest",
    "decline_invitation",
    "end_interest",
    "end_parting",
    "end_due_questions",
    "erase",
    "forget_old_invitations",
    "forget_parting_words",
    "forget_what_ran_out",
    "introduce_two",
    "invite",
    "join_group",
    "leave_group",
    "look_at_their_group",
    "patch_to_ask",
    "remind_about_questions",
    "renew_interest",
    "reply_to",
    "say_interest",
    "say_not_this_time",
    "say_stake",
    "say_what_i_bring",
    "say_yes_to_meeting",
    "start_group",
    "start_with_them",
    "stop_asking_to_meet",
    "take_back_asking",
    "take_back_question",
    "tell_who_is_not_alone",
]
