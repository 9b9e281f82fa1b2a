"""What others may see or do of what is a person's, each as it is told to that person (P49).

A code here is a row's `what`. A feature above adds a code, its viewer and its words in this table;
none is ever taken away while a row may have it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from microcare.kernel.words import N_


class Viewer(StrEnum):
    """In which role somebody looked or acted; never with what browser or from where."""

    CATALYST = "catalyst"
    ADMIN = "admin"
    OPERATOR = "operator"
    WITNESS = "witness"
    FUNDER = "funder"


VIEWER_WORDS = {
    Viewer.CATALYST: N_("A community catalyst"),
    Viewer.ADMIN: N_("An admin, who looks after accounts"),
    Viewer.OPERATOR: N_("Whoever runs this site"),
    Viewer.WITNESS: N_("A witness to what you said"),
    Viewer.FUNDER: N_("Somebody with a link that you made"),
}


class Seen(StrEnum):
    """What was looked at or done."""

    WISH = "wish"
    INTRODUCED = "introduced"
    RECEIPT_HELP = "receipt_help"
    RECEIPT_HELPED = "receipt_helped"
    KEEPER = "keeper"
    ACCOUNT_LIST = "account_list"
    ACCOUNT = "account"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    APP_FORGOTTEN = "app_forgotten"
    WITNESS_READ = "witness_read"
    WITNESS_YES = "witness_yes"
    WITNESS_NO = "witness_no"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class SeenKind:
    """By whom a thing of this kind is done, its words, and whether each time is told.

    A look is told once a day for each who looks; an act every time.
    """

    viewer: Viewer
    words: str
    is_act: bool = False


SEEN: dict[Seen, SeenKind] = {
    Seen.WISH: SeenKind(
        Viewer.CATALYST, N_("Read your first name and what you want to do with others")
    ),
    Seen.INTRODUCED: SeenKind(
        Viewer.CATALYST, N_("Asked you and one other if you want to meet"), is_act=True
    ),
    Seen.RECEIPT_HELP: SeenKind(
        Viewer.CATALYST, N_("Read your first name and e-mail, because you asked for help")
    ),
    Seen.RECEIPT_HELPED: SeenKind(Viewer.CATALYST, N_("Said that you were helped"), is_act=True),
    Seen.KEEPER: SeenKind(Viewer.CATALYST, N_("Read the page you look after, and your name")),
    Seen.ACCOUNT_LIST: SeenKind(Viewer.ADMIN, N_("Saw your name and e-mail in a list")),
    Seen.ACCOUNT: SeenKind(Viewer.ADMIN, N_("Opened your account: name, e-mail and roles")),
    Seen.ROLE_GIVEN: SeenKind(Viewer.ADMIN, N_("Gave you a role"), is_act=True),
    Seen.ROLE_TAKEN: SeenKind(Viewer.ADMIN, N_("Took a role back from you"), is_act=True),
    Seen.APP_FORGOTTEN: SeenKind(
        Viewer.ADMIN, N_("Took your lost code app out of use"), is_act=True
    ),
    Seen.WITNESS_READ: SeenKind(Viewer.WITNESS, N_("Read what you are said to have said")),
    Seen.WITNESS_YES: SeenKind(
        Viewer.WITNESS, N_("Said that they were there and saw you say yes"), is_act=True
    ),
    Seen.WITNESS_NO: SeenKind(Viewer.WITNESS, N_("Said that it is not what happened"), is_act=True),
    Seen.STATEMENT: SeenKind(Viewer.FUNDER, N_("Read a statement that you let them read")),
}


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One row as its person reads it: in which role somebody looked, and never who."""

    at: datetime
    viewer: Viewer
    words: str
