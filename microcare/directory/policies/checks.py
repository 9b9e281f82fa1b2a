"""Which checks a listing's work needs, worked out from its answers.

England's rules only, as a practitioner reads them (see docs/adr/0007-directory.md): take advice.
An enhanced DBS check may be asked for only where the role makes it lawful (Rehabilitation of
Offenders Act 1974 (Exceptions) Order 1975; "regulated activity" in the Safeguarding Vulnerable
Groups Act 2006, schedule 4, part 2): so the level is basic unless an answer makes it more.
"""

from collections.abc import Sequence
from datetime import date

from microcare.directory.values import Answers, CheckKind, CheckSeen, DbsLevel, RequiredCheck, Work
from microcare.kernel.words import N_, Words

INSURANCE_POUNDS = 5_000_000
LEVELS = list(DbsLevel)


def required_checks(
    answers: Answers, *, insurance_pounds: int = INSURANCE_POUNDS
) -> list[RequiredCheck]:
    """Every check to see before this work may be public, in the order a catalyst sees them."""
    work = answers.work
    names: list[str | None] = [m.name for m in answers.people.people] if answers.people else []
    needed = [
        RequiredCheck(CheckKind.IDENTITY, Words(N_("You meet everyone who works here.")), name)
        for name in names or [None]
    ]
    needed.append(
        RequiredCheck(
            CheckKind.INSURANCE,
            Words(
                N_("Public liability for at least £%(pounds)s."),
                {"pounds": f"{insurance_pounds:,}"},
            ),
            level=str(insurance_pounds),
        )
    )
    level, why = dbs_level(work)
    needed += [RequiredCheck(CheckKind.DBS, why, name, level.value) for name in names or [None]]
    if needs_registration(work):
        needed.append(
            RequiredCheck(
                CheckKind.REGISTRATION,
                Words(N_("Two or more people give care of the body. The law wants the CQC.")),
            )
        )
    needed.append(
        RequiredCheck(CheckKind.TRAINING, Words(N_("They know what to do with a worry.")))
    )
    return needed


def dbs_level(work: Work | None) -> tuple[DbsLevel, Words]:
    """The deepest DBS check that this work makes lawful, and why."""
    if work is not None and work.personal_care:
        return DbsLevel.ENHANCED_BARRED, Words(
            N_("They help with washing, dressing or care of the body.")
        )
    if work is not None and work.handles_money:
        return DbsLevel.ENHANCED_BARRED, Words(
            N_("They handle money or shop for people who need help with it.")
        )
    return DbsLevel.BASIC, Words(N_("This work allows a basic check and no more."))


def needs_registration(work: Work | None) -> bool:
    """Whether the CQC must know them: care of the body, given by more than one worker.

    A person who works alone for somebody, with nobody between them, is exempt (Health and Social
    Care Act 2008 (Regulated Activities) Regulations 2014, schedule 1, paragraph 1(3)).
    """
    return work is not None and work.personal_care and work.workers > 1


def sole_worker_words(work: Work | None) -> str | None:
    """What is said where one person alone gives care of the body."""
    if work is not None and work.personal_care and work.workers <= 1:
        return N_("One person works here alone, so the CQC does not inspect it.")
    return None


def missing_checks(
    needed: Sequence[RequiredCheck], seen: Sequence[CheckSeen], *, today: date
) -> list[RequiredCheck]:
    """What of `needed` nobody has seen, or has run out by `today`, or was of too low a level."""
    return [check for check in needed if not any(_meets(check, one, today) for one in seen)]


def _meets(check: RequiredCheck, seen: CheckSeen, today: date) -> bool:
    if seen.kind != check.kind or seen.about != check.about or not seen.is_good_on(today):
        return False
    return check.level is None or _is_enough(check, seen.level)


def _is_enough(check: RequiredCheck, level: str | None) -> bool:
    if level is None:
        return False
    if check.kind == CheckKind.DBS:
        return LEVELS.index(DbsLevel(level)) >= LEVELS.index(DbsLevel(str(check.level)))
    return int(level) >= int(str(check.level))
