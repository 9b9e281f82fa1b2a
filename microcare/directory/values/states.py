"""The one state machine of a listing: what may happen to it next, and what then is true.

A listing lives in a `State`. Once it is public its answers may be edited, and the edit has a little
life of its own beside it (`Edit`), because the last approved version stays public until the edit
is approved.
"""

from dataclasses import dataclass
from enum import StrEnum

from microcare.directory.values.errors import CannotDoThatNow
from microcare.kernel.words import N_


class State(StrEnum):
    """Where a listing is in its life."""

    IDEA = "idea"
    DRAFT = "draft"
    SENT = "sent"
    CHANGES_ASKED = "changes_asked"
    PUBLIC = "public"
    PAUSED = "paused"
    CLOSED = "closed"
    DECLINED = "declined"


STATE_WORDS = {
    State.IDEA: N_("An idea"),
    State.DRAFT: N_("Being written"),
    State.SENT: N_("Waiting for the catalyst"),
    State.CHANGES_ASKED: N_("Changes asked for"),
    State.PUBLIC: N_("Everyone can see it"),
    State.PAUSED: N_("Paused"),
    State.CLOSED: N_("Closed"),
    State.DECLINED: N_("Not this time"),
}


class Edit(StrEnum):
    """Where an edit of an approved listing is; NONE when what is public is all there is."""

    NONE = "none"
    DRAFT = "draft"
    SENT = "sent"
    CHANGES_ASKED = "changes_asked"


class Act(StrEnum):
    """What can be done to a listing, and what its history says was done."""

    NOTE = "note"
    START = "start"
    ANSWER = "answer"
    SEND = "send"
    TAKE_BACK = "take_back"
    ASK_CHANGES = "ask_changes"
    APPROVE = "approve"
    DECLINE = "decline"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"
    CONFIRM = "confirm"
    ROOM = "room"
    CHECK = "check"
    IMPORT = "import"
    TERMS = "terms"
    STOP = "stop"
    ALLOW = "allow"


ACT_WORDS = {
    Act.NOTE: N_("noted an idea"),
    Act.START: N_("started the page"),
    Act.ANSWER: N_("changed an answer"),
    Act.SEND: N_("sent it to the catalyst"),
    Act.TAKE_BACK: N_("took it back"),
    Act.ASK_CHANGES: N_("asked for changes"),
    Act.APPROVE: N_("said yes"),
    Act.DECLINE: N_("said no"),
    Act.PAUSE: N_("paused the page"),
    Act.RESUME: N_("opened the page again"),
    Act.CLOSE: N_("closed the page"),
    Act.REOPEN: N_("started again"),
    Act.CONFIRM: N_("said it is all still right"),
    Act.ROOM: N_("said if there is room"),
    Act.CHECK: N_("saw a check"),
    Act.IMPORT: N_("brought it in from a list"),
    Act.TERMS: N_("changed the words for a kind of help"),
    Act.STOP: N_("stopped the page"),
    Act.ALLOW: N_("let the page go on"),
}


@dataclass(frozen=True, slots=True)
class Life:
    """The state of a listing and of its edit, together."""

    state: State
    edit: Edit = Edit.NONE


_FIRST = {
    (State.IDEA, Act.START): State.DRAFT,
    (State.IDEA, Act.ANSWER): State.IDEA,
    (State.IDEA, Act.SEND): State.SENT,
    (State.IDEA, Act.DECLINE): State.DECLINED,
    (State.IDEA, Act.CLOSE): State.CLOSED,
    (State.DRAFT, Act.ANSWER): State.DRAFT,
    (State.DRAFT, Act.SEND): State.SENT,
    (State.DRAFT, Act.CLOSE): State.CLOSED,
    (State.SENT, Act.TAKE_BACK): State.DRAFT,
    (State.SENT, Act.ASK_CHANGES): State.CHANGES_ASKED,
    (State.SENT, Act.APPROVE): State.PUBLIC,
    (State.SENT, Act.DECLINE): State.DECLINED,
    (State.SENT, Act.CLOSE): State.CLOSED,
    (State.CHANGES_ASKED, Act.ANSWER): State.CHANGES_ASKED,
    (State.CHANGES_ASKED, Act.SEND): State.SENT,
    (State.CHANGES_ASKED, Act.CLOSE): State.CLOSED,
    (State.DECLINED, Act.REOPEN): State.DRAFT,
    (State.DECLINED, Act.CLOSE): State.CLOSED,
    (State.CLOSED, Act.REOPEN): State.DRAFT,
    (State.PUBLIC, Act.PAUSE): State.PAUSED,
    (State.PUBLIC, Act.CLOSE): State.CLOSED,
    (State.PUBLIC, Act.CONFIRM): State.PUBLIC,
    (State.PUBLIC, Act.ROOM): State.PUBLIC,
    (State.PAUSED, Act.RESUME): State.PUBLIC,
    (State.PUBLIC, Act.STOP): State.PAUSED,
    (State.PAUSED, Act.STOP): State.PAUSED,
    (State.PAUSED, Act.ALLOW): State.PUBLIC,
    (State.PAUSED, Act.CLOSE): State.CLOSED,
    (State.PAUSED, Act.ROOM): State.PAUSED,
}
_APPROVED = {State.PUBLIC, State.PAUSED}
_EDITS = {
    (Edit.NONE, Act.ANSWER): Edit.DRAFT,
    (Edit.DRAFT, Act.ANSWER): Edit.DRAFT,
    (Edit.DRAFT, Act.SEND): Edit.SENT,
    (Edit.SENT, Act.TAKE_BACK): Edit.DRAFT,
    (Edit.SENT, Act.ASK_CHANGES): Edit.CHANGES_ASKED,
    (Edit.SENT, Act.APPROVE): Edit.NONE,
    (Edit.SENT, Act.DECLINE): Edit.DRAFT,
    (Edit.CHANGES_ASKED, Act.ANSWER): Edit.CHANGES_ASKED,
    (Edit.CHANGES_ASKED, Act.SEND): Edit.SENT,
}


def step(life: Life, act: Act) -> Life:
    """What `life` becomes after `act`. Raises CannotDoThatNow where the table has no such step."""
    if life.state in _APPROVED and (life.edit, act) in _EDITS:
        return Life(life.state, _EDITS[life.edit, act])
    if (life.state, act) in _FIRST:
        state = _FIRST[life.state, act]
        return Life(state, life.edit if state in _APPROVED else Edit.NONE)
    raise CannotDoThatNow


def may_step(life: Life, act: Act) -> bool:
    """Whether the table has this step."""
    try:
        step(life, act)
    except CannotDoThatNow:
        return False
    return True


def waits_for_catalyst(life: Life) -> bool:
    """Whether a catalyst's answer is awaited, to a new listing or to an edit."""
    return life.state == State.SENT or (life.state in _APPROVED and life.edit == Edit.SENT)
