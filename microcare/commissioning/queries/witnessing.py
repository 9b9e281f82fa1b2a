"""Reads of a yes before two witnesses: for the person and their helper, and for one witness."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from microcare.commissioning.models import WitnessedYes, YesWitness
from microcare.commissioning.policies import counts_from
from microcare.commissioning.queries.working import agreement_of
from microcare.commissioning.values import (
    Told,
    WitnessedView,
    WitnessLine,
    WitnessPage,
)
from microcare.decisions.models import Proposal
from microcare.decisions.policies import standing
from microcare.decisions.queries import proposal_by_id
from microcare.kernel.clock import LONDON, Clock
from microcare.people.models import Authority, Deed, LinkToken
from microcare.people.queries import link, people_by_ids
from microcare.people.values import How, Purpose


@dataclass(frozen=True, slots=True)
class AskedWitness:
    """A witness with the link that asks them."""

    link: LinkToken
    witness: YesWitness

    @property
    def yes(self) -> WitnessedYes:
        """What they are said to have seen."""
        return self.witness.witnessed


def _whole() -> Select[WitnessedYes]:
    rows = select(WitnessedYes).options(selectinload(WitnessedYes.witnesses))
    return rows.execution_options(populate_existing=True)


def standing_yes(session: Session, proposal_id: UUID, person_id: UUID) -> WitnessedYes | None:
    """The yes before witnesses that stands for this person in a plan, counted or still waiting."""
    rows = _whole().where(
        WitnessedYes.proposal_id == proposal_id,
        WitnessedYes.person_id == person_id,
        WitnessedYes.ended_at.is_(None),
    )
    return session.scalar(rows)


def waiting_in(session: Session, proposal_id: UUID) -> list[WitnessedYes]:
    """Each yes before witnesses of a plan that is no answer yet, the first one first."""
    rows = _whole().where(
        WitnessedYes.proposal_id == proposal_id,
        WitnessedYes.ended_at.is_(None),
        WitnessedYes.answer_id.is_(None),
    )
    return list(session.scalars(rows.order_by(WitnessedYes.recorded_at, WitnessedYes.id)))


def yes_of_answer(session: Session, answer_id: UUID) -> WitnessedYes | None:
    """What an answer was before it counted, where it was said before witnesses."""
    return session.scalar(_whole().where(WitnessedYes.answer_id == answer_id))


def yes_by_id(session: Session, yes_id: UUID) -> WitnessedYes | None:
    """One of them, ended or not."""
    return session.scalar(_whole().where(WitnessedYes.id == yes_id))


def plans_with_witnesses(session: Session) -> set[UUID]:
    """The open plans in which such a yes waits: what a late job looks at again."""
    rows = (
        select(WitnessedYes.proposal_id)
        .join(Proposal, Proposal.id == WitnessedYes.proposal_id)
        .where(WitnessedYes.ended_at.is_(None), WitnessedYes.answer_id.is_(None))
        .where(Proposal.outcome.is_(None))
    )
    return set(session.scalars(rows))


def asked_witness(session: Session, token: str) -> AskedWitness | None:
    """The witness whom a link asks."""
    found = link(session, token=token, purpose=Purpose.WITNESS)
    if found is None:
        return None
    rows = select(YesWitness).where(YesWitness.id == UUID(found.details["witness_id"]))
    whole = selectinload(YesWitness.witnessed).selectinload(WitnessedYes.witnesses)
    witness = session.scalar(rows.options(whole))
    return AskedWitness(found, witness) if witness is not None else None


def witnessed_view(session: Session, yes: WitnessedYes) -> WitnessedView:
    """One yes before witnesses, for the person and for whoever may pass on their answers."""
    agreement = agreement_of(session, yes.proposal_id)
    keys = agreement.keys if agreement is not None else []
    named = next((key.budget_ids for key in keys if key.person_id == yes.person_id), set())
    since = counts_from(yes) or yes.counts_at
    return WitnessedView(
        helper_name=_helper_name(session, yes),
        how=How(yes.how),
        words=_words(session, yes),
        recorded_at=yes.recorded_at,
        witnesses=tuple(
            WitnessLine(one.name, None if one.said is None else one.said == "yes")
            for one in yes.witnesses
        ),
        budget_ids=tuple(sorted(named)),
        told=Told(yes.told) if yes.told else None,
        told_on=yes.told_at.astimezone(LONDON).date() if yes.told_at else None,
        counts_on=since.astimezone(LONDON).date() if since else None,
        has_counted=yes.answer_id is not None,
    )


def witness_page(session: Session, asked: AskedWitness, *, clock: Clock) -> WitnessPage | None:
    """What a witness reads, who may be anybody with the link; None where there is nothing left."""
    yes = asked.yes
    agreement = agreement_of(session, yes.proposal_id)
    proposal = proposal_by_id(session, yes.proposal_id)
    person = people_by_ids(session, [yes.person_id])[yes.person_id]
    if agreement is None or proposal is None or yes.ended_at is not None:
        return None
    terms = agreement.offer.terms
    return WitnessPage(
        person_name=person.first_name,
        helper_name=_helper_name(session, yes),
        provider=agreement.offer.provider,
        includes=terms.includes,
        sessions=terms.sessions,
        first_on=terms.first_on,
        last_on=terms.last_on,
        how=How(yes.how),
        words=_words(session, yes),
        recorded_on=yes.recorded_at.astimezone(LONDON).date(),
        said=None if asked.witness.said is None else asked.witness.said == "yes",
        standing=standing(proposal, clock.now()),
    )


def _helper_name(session: Session, yes: WitnessedYes) -> str:
    return session.get_one(Authority, yes.authority_id).supporter_name


def _words(session: Session, yes: WitnessedYes) -> str:
    deed = session.get(Deed, yes.deed_id) if yes.deed_id else None
    return deed.words if deed else ""
