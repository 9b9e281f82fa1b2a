"""What the law of England asks of work like this, as a practitioner reads it: take advice.

An enhanced DBS check may be asked for only where the role makes it lawful (Rehabilitation of
Offenders Act 1974 (Exceptions) Order 1975). It does where the role is "regulated activity": with
adults by schedule 4, part 2, of the Safeguarding Vulnerable Groups Act 2006, with children by its
part 1. So the level is basic unless an answer makes it more. See docs/adr/0007-directory.md.
"""

from microcare.directory.values import (
    Answers,
    CheckKind,
    DbsLevel,
    Needed,
    Reach,
    Requirement,
    Rules,
)
from microcare.kernel.words import N_, Words

ADULT = 18


def _identity(_answers: Answers, _rules: Rules) -> Needed:
    return Needed(Words(N_("You meet everyone who works here.")))


def _insurance(_answers: Answers, rules: Rules) -> Needed:
    pounds = {"pounds": f"{rules.insurance_pounds:,}"}
    why = Words(N_("Public liability for at least £%(pounds)s."), pounds)
    return Needed(why, str(rules.insurance_pounds))


def _dbs(answers: Answers, _rules: Rules) -> Needed:
    level, why = dbs_level(answers)
    return Needed(why, level.value, _deepest(answers, level).value)


def _registration(answers: Answers, _rules: Rules) -> Needed | None:
    """Whether the CQC must know them: care of the body, given by more than one worker.

    A person who works alone for somebody, with nobody between them, is exempt (Health and Social
    Care Act 2008 (Regulated Activities) Regulations 2014, schedule 1, paragraph 1(3)).
    """
    work = answers.work
    if work is None or not work.personal_care or work.workers <= 1:
        return None
    return Needed(Words(N_("Two or more people give care of the body. The law wants the CQC.")))


def _training(_answers: Answers, _rules: Rules) -> Needed:
    return Needed(Words(N_("They know what to do with a worry.")))


ENGLAND = (
    Requirement(CheckKind.IDENTITY, _identity, is_of_each=True),
    Requirement(CheckKind.INSURANCE, _insurance),
    Requirement(CheckKind.DBS, _dbs, is_of_each=True),
    Requirement(CheckKind.REGISTRATION, _registration),
    Requirement(CheckKind.TRAINING, _training),
)


def dbs_level(answers: Answers) -> tuple[DbsLevel, Words]:
    """The deepest DBS check that this work makes lawful, and why."""
    adults, children = _is_regulated_with_adults(answers), _is_regulated_with_children(answers)
    if adults and children:
        return DbsLevel.ENHANCED_BOTH, Words(N_("They help adults and children in close ways."))
    if children:
        return DbsLevel.ENHANCED_CHILDREN, Words(
            N_("They help children alone, in a home, or with their bodies.")
        )
    # Nobody is checked more deeply on a guess, nor less because a box was left empty.
    is_to_ask = _tells_no_youngest(answers)
    if adults and answers.work is not None and answers.work.personal_care:
        return DbsLevel.ENHANCED_BARRED, Words(
            N_("They help with washing or dressing. Ask if they help anyone under 18.")
            if is_to_ask
            else N_("They help with washing, dressing or care of the body.")
        )
    if adults:
        return DbsLevel.ENHANCED_BARRED, Words(
            N_("They handle money or shop for people. Ask if they help anyone under 18.")
            if is_to_ask
            else N_("They handle money or shop for people who need help with it.")
        )
    return DbsLevel.BASIC, Words(
        N_("This work allows a basic check and no more. Ask if they help anyone under 18.")
        if is_to_ask
        else N_("This work allows a basic check and no more.")
    )


def _deepest(answers: Answers, level: DbsLevel) -> DbsLevel:
    """The level, or the one that children would make it where nobody has said that there are none.

    So what the catalyst is told when they ask is not refused as unlawful.
    """
    if not _tells_no_youngest(answers) or not _may_be_regulated_with_children(answers):
        return level
    with_children = {
        DbsLevel.BASIC: DbsLevel.ENHANCED_CHILDREN,
        DbsLevel.ENHANCED_BARRED: DbsLevel.ENHANCED_BOTH,
    }
    return with_children.get(level, level)


def _tells_no_youngest(answers: Answers) -> bool:
    return answers.who_for is not None and answers.who_for.minimum_age is None


def _is_regulated_with_adults(answers: Answers) -> bool:
    """Care of the body, or running somebody's money or shopping: for adults who need it."""
    work = answers.work
    return (
        _is_for_adults(answers) and work is not None and (work.personal_care or work.handles_money)
    )


def _is_regulated_with_children(answers: Answers) -> bool:
    """Care of the body of children; or teaching, caring or minding that nobody else watches.

    Who is alone with one child at a time, or helps in a home, is not watched. Who runs a group at
    a place that is open to people may be, and then the law allows a basic check.
    """
    return _is_for_children(answers) and _may_be_regulated_with_children(answers)


def _may_be_regulated_with_children(answers: Answers) -> bool:
    """Whether this work would be that, if any of them were children."""
    work = answers.work
    if work is None:
        return False
    in_a_home = answers.placed is not None and answers.placed.reach != Reach.VENUE
    return work.personal_care or work.one_to_one or in_a_home


def _is_for_adults(answers: Answers) -> bool:
    oldest = answers.who_for.maximum_age if answers.who_for else None
    return oldest is None or oldest >= ADULT


def _is_for_children(answers: Answers) -> bool:
    """They say so: the youngest is under 18, or the oldest is."""
    if answers.who_for is None:
        return False
    ages = (answers.who_for.minimum_age, answers.who_for.maximum_age)
    return any(age is not None and age < ADULT for age in ages)
