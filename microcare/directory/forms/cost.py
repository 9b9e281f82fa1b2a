"""Questions about money and room: price, what it holds, sharing, ways to pay, room now."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from microcare.directory.forms.parts import block, line, one_of, some_of, whole, yes_or_no
from microcare.directory.values import (
    PAY_WORDS,
    ROOM_WORDS,
    Answers,
    CostTerms,
    Pay,
    Paying,
    Per,
    Price,
    Room,
    RoomNow,
    Sharing,
)
from microcare.kernel.words import N_
from microcare.web.fields import PoundsField, given
from microcare.web.forms import Form

MOST_PENCE = 1_000_000
_PERS = (
    (Per.HOUR, N_("An hour")),
    (Per.SESSION, N_("A session")),
    (Per.DAY, N_("A day")),
    (Per.WEEK, N_("A week")),
)


class PriceForm(Form):
    """The price and what it is for."""

    pence = PoundsField(
        _l("Price"),
        [given(_l("Write the price in numbers, like 18 or 18.50"))],
        description=_l("What one person pays. Write 0 if it is free."),
    )
    per = one_of(_l("For what?"), _PERS, _l("Pick one: an hour, a session, a day or a week"))
    minutes = whole(
        _l("How many minutes is a session?"),
        least=1,
        most=1440,
        hint=_l("Only for a session. Then people can compare."),
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        price = answers.price
        if price is None:
            return {}
        return {"pence": price.pence, "per": price.per.value, "minutes": price.minutes}

    def validate_pence(self, field: Any) -> None:
        """Within reason."""
        if field.data is not None and field.data > MOST_PENCE:
            raise ValidationError(_("The price must be between £0 and £10,000"))

    def value(self) -> Price:
        """The answer."""
        per = Per(self.per.data)
        return Price(self.pence.data, per, self.minutes.data if per == Per.SESSION else None)


class CostTermsForm(Form):
    """What the price holds."""

    includes = block(
        _l("What does the price include?"), _l("Write what the price includes"), most=500
    )
    travel = line(_l("What about travel?"), most=200, hint=_l("You can leave this empty."))
    cancelling = line(
        _l("What if someone cancels late?"), most=200, hint=_l("You can leave this empty.")
    )
    shortest_minutes = whole(
        _l("How many minutes is your shortest visit?"),
        least=1,
        most=1440,
        hint=_l("Leave it empty if any length is fine."),
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        terms = answers.cost_terms
        if terms is None:
            return {}
        return {
            "includes": terms.includes,
            "travel": terms.travel,
            "cancelling": terms.cancelling,
            "shortest_minutes": terms.shortest_minutes,
        }

    def value(self) -> CostTerms:
        """The answer."""
        return CostTerms(
            includes=self.includes.data,
            travel=self.travel.data,
            cancelling=self.cancelling.data,
            shortest_minutes=self.shortest_minutes.data,
        )


class SharingForm(Form):
    """Whether a few people may share one visit for one price."""

    is_shared = yes_or_no(
        _l("Can a few people share one visit, for the same price?"), _l("Pick yes or no")
    )
    shared_min = whole(_l("From how many people?"), least=2, most=50)
    shared_max = whole(_l("To how many people?"), least=2, most=50)

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        sharing = answers.sharing
        if sharing is None:
            return {}
        return {
            "is_shared": "yes" if sharing.is_shared else "no",
            "shared_min": sharing.shared_min,
            "shared_max": sharing.shared_max,
        }

    def validate_shared_max(self, field: Any) -> None:
        """Both numbers, in order, where it is shared."""
        if self.is_shared.data != "yes":
            return
        least = self.shared_min.data
        if field.data is None or least is None:
            raise ValidationError(_("Write from how many to how many, like 2 and 4"))
        if field.data < least:
            raise ValidationError(_("The second number must be the larger"))

    def value(self) -> Sharing:
        """The answer."""
        if self.is_shared.data != "yes":
            return Sharing(None, None, is_shared=False)
        return Sharing(self.shared_min.data, self.shared_max.data, is_shared=True)


class PayingForm(Form):
    """How people may pay."""

    pay = some_of(_l("How can people pay you?"), PAY_WORDS.items(), _l("Tick at least one way"))

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        return {"pay": [way.value for way in answers.paying.pay]} if answers.paying else {}

    def value(self) -> Paying:
        """The answer."""
        return Paying(tuple(Pay(code) for code in self.pay.data))


class RoomForm(Form):
    """Whether there is room now."""

    room = one_of(
        _l("Do you have room for more people now?"), ROOM_WORDS.items(), _l("Pick one of these")
    )
    room_for = whole(
        _l("For how many?"), least=1, most=200, hint=_l("Leave it empty if you are not sure.")
    )
    waiting_weeks = whole(
        _l("How many weeks would they wait?"),
        least=1,
        most=104,
        hint=_l("Only if you have a waiting list."),
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        room = answers.room
        if room is None:
            return {}
        return {
            "room": room.room.value,
            "room_for": room.room_for,
            "waiting_weeks": room.waiting_weeks,
        }

    def value(self) -> RoomNow:
        """The answer."""
        room = Room(self.room.data)
        return RoomNow(
            room,
            self.room_for.data if room == Room.ROOM else None,
            self.waiting_weeks.data if room == Room.WAITING else None,
        )
