"""Asks the catalyst for what was not found. The press of the button is the consent."""

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.search.models import SearchRequest
from microcare.search.queries import patch_for_place
from microcare.search.values import NobodyToAsk, NothingAskedFor, Wish


def ask_catalyst(session: Session, wish: Wish, *, clock: Clock) -> str:
    """Puts the wish on the desk of the place's patch; answers the name to thank.

    Raises NothingAskedFor without words or help, NobodyToAsk where no patch looks after the place.
    """
    if not wish.words.strip() and not wish.help_slugs:
        raise NothingAskedFor
    patch = patch_for_place(session, wish.place)
    if patch is None or wish.place.outcode is None:
        raise NobodyToAsk
    session.add(
        SearchRequest(
            patch_id=patch.id,
            words=wish.words.strip(),
            help_slugs=list(wish.help_slugs),
            # The outcode, not the postcode: where it is wanted, not who wants it.
            place=_town_or_outcode(wish),
            outcode=wish.place.outcode,
            asked_on=clock.today(),
            email=wish.email,
        )
    )
    return patch.contact_name or patch.organisation


def _town_or_outcode(wish: Wish) -> str:
    is_named = wish.place.precision in {"town", "approximate"}
    return wish.place.label if is_named else str(wish.place.outcode)
