"""Which checks the work calls for, and no deeper ones than the law allows."""

from datetime import date

import pytest

from microcare.directory.policies import REQUIREMENTS, missing_checks, required_checks
from microcare.directory.values import (
    Answers,
    CheckKind,
    CheckSeen,
    DbsLevel,
    Kind,
    Met,
    NameAndKind,
    People,
    Placed,
    Reach,
    RequiredCheck,
    Rules,
    WhoFor,
    Work,
)
from microcare.places.values import Nation, Point, Precision

TODAY = date(2026, 11, 23)


def _answers(
    *,
    care: bool = False,
    money: bool = False,
    workers: int = 1,
    alone: bool = True,
    ages: tuple[int | None, int | None] = (18, None),
    reach: Reach = Reach.VISITS,
) -> Answers:
    return Answers(
        NameAndKind("Moor Walks", Kind.MICRO_ENTERPRISE),
        people=People((Met("Callum"), Met("Ann"))),
        work=Work(personal_care=care, handles_money=money, one_to_one=alone, workers=workers),
        who_for=WhoFor("People", *ages),
        placed=Placed(reach, Point(51, -3), "Taunton (TA1 4)", Precision.SECTOR),
    )


def _of(kind: CheckKind, answers: Answers) -> list[RequiredCheck]:
    return [check for check in required_checks(answers) if check.kind == kind]


def test_everybody_met_is_looked_at_by_name() -> None:
    assert [check.about for check in _of(CheckKind.IDENTITY, _answers())] == ["Callum", "Ann"]
    assert [check.about for check in _of(CheckKind.DBS, _answers())] == ["Callum", "Ann"]


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        (_answers(), DbsLevel.BASIC),
        (_answers(care=True), DbsLevel.ENHANCED_BARRED),
        (_answers(money=True), DbsLevel.ENHANCED_BARRED),
    ],
)
def test_the_dbs_is_as_deep_as_the_work_and_no_deeper(answers: Answers, level: DbsLevel) -> None:
    assert {check.level for check in _of(CheckKind.DBS, answers)} == {level}


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        # Alone with children, or in a home with them: nobody else watches.
        (_answers(ages=(5, 17)), "enhanced_children"),
        (_answers(ages=(None, 17)), "enhanced_children"),
        (_answers(ages=(5, 17), alone=False), "enhanced_children"),
        (_answers(ages=(5, 17), alone=False, reach=Reach.HOME), "enhanced_children"),
        (_answers(ages=(5, 17), reach=Reach.VENUE), "enhanced_children"),
        (_answers(ages=(5, 17), care=True, reach=Reach.VENUE, alone=False), "enhanced_children"),
        # A group of them at a place may be watched.
        (_answers(ages=(5, 17), alone=False, reach=Reach.VENUE), "basic"),
        # Handling money is regulated for adults only.
        (_answers(ages=(5, 17), money=True, alone=False, reach=Reach.VENUE), "basic"),
        (_answers(ages=(11, None), care=True), "enhanced_both"),
        (_answers(ages=(11, 18), money=True), "enhanced_both"),
        (_answers(ages=(18, None), care=True), "enhanced_barred"),
        # No age told is no guess at children, and the catalyst is told to ask.
        (_answers(ages=(None, None)), "basic"),
    ],
)
def test_work_with_children_allows_more_where_nobody_else_watches(
    answers: Answers, level: str
) -> None:
    checks = _of(CheckKind.DBS, answers)
    assert {check.level for check in checks} == {level}
    asked = "Ask if they help anyone under 18." in checks[0].why.text
    assert asked is (answers.who_for == WhoFor("People"))


@pytest.mark.parametrize(
    ("answers", "level", "deepest"),
    [
        (_answers(ages=(None, None)), "basic", "enhanced_children"),
        (_answers(ages=(None, None), alone=False, reach=Reach.VENUE), "basic", "basic"),
        (_answers(ages=(None, None), care=True), "enhanced_barred", "enhanced_both"),
        (_answers(ages=(None, 90), money=True), "enhanced_barred", "enhanced_both"),
        (
            _answers(ages=(None, None), money=True, alone=False, reach=Reach.VENUE),
            "enhanced_barred",
            "enhanced_barred",
        ),
        (_answers(ages=(18, None), care=True), "enhanced_barred", "enhanced_barred"),
        (_answers(ages=(18, None)), "basic", "basic"),
        (_answers(ages=(11, None), care=True), "enhanced_both", "enhanced_both"),
    ],
)
def test_where_no_youngest_is_told_the_catalyst_asks_and_may_note_what_they_are_told(
    answers: Answers, level: str, deepest: str
) -> None:
    checks = _of(CheckKind.DBS, answers)
    assert [(one.about, one.level, one.deepest) for one in checks] == [
        (name, level, deepest) for name in ("Callum", "Ann")
    ]
    is_to_ask = answers.who_for is not None and answers.who_for.minimum_age is None
    for check in checks:
        assert ("Ask if they help anyone under 18." in check.why.text) is is_to_ask


@pytest.mark.parametrize(
    ("seen", "is_enough"),
    [("enhanced_barred", False), ("enhanced", False), ("enhanced_children", True),
     ("enhanced_both", True)],
)  # fmt: skip
def test_one_list_of_people_barred_does_not_stand_in_for_the_other(
    seen: str, is_enough: bool
) -> None:
    check = _of(CheckKind.DBS, _answers(ages=(5, 17)))[0]
    missing = missing_checks([check], [_seen(check, level=seen)], today=TODAY)
    assert (missing == []) is is_enough


@pytest.mark.parametrize("nation", [n for n in Nation if n != Nation.ENGLAND] + [None])
def test_only_england_s_table_is_filled(nation: Nation | None) -> None:
    assert set(REQUIREMENTS) == {Nation.ENGLAND}
    assert required_checks(_answers(care=True), nation=nation) == []


def test_being_alone_with_somebody_does_not_by_itself_allow_more_than_basic() -> None:
    answers = _answers()
    assert answers.work is not None
    assert answers.work.one_to_one
    assert _of(CheckKind.DBS, answers)[0].level == DbsLevel.BASIC


@pytest.mark.parametrize(
    ("care", "workers", "is_needed"),
    [(True, 2, True), (True, 1, False), (False, 8, False)],
)
def test_the_cqc_is_for_care_of_the_body_by_two_or_more(
    care: bool, workers: int, is_needed: bool
) -> None:
    answers = _answers(care=care, workers=workers)
    assert bool(_of(CheckKind.REGISTRATION, answers)) is is_needed


def test_insurance_is_for_what_the_setting_says() -> None:
    needed = required_checks(_answers(), rules=Rules(insurance_pounds=2_000_000))
    assert next(c.level for c in needed if c.kind == CheckKind.INSURANCE) == "2000000"


def _seen(check: RequiredCheck, **changes: object) -> CheckSeen:
    facts = {"kind": check.kind, "seen_on": TODAY, "about": check.about, "level": check.level}
    return CheckSeen(**(facts | changes))  # type: ignore[arg-type]


def test_everything_seen_leaves_nothing_missing() -> None:
    needed = required_checks(_answers(care=True, workers=2))
    assert missing_checks(needed, [_seen(check) for check in needed], today=TODAY) == []
    assert missing_checks(needed, [], today=TODAY) == needed


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": date(2026, 11, 22)},
        {"about": "Somebody else"},
        {"level": DbsLevel.BASIC.value},
        {"level": None},
        {"kind": CheckKind.TRAINING},
    ],
)
def test_what_is_old_shallow_or_another_s_does_not_count(changes: dict[str, object]) -> None:
    check = _of(CheckKind.DBS, _answers(care=True))[0]
    assert missing_checks([check], [_seen(check, **changes)], today=TODAY) == [check]
    assert missing_checks([check], [_seen(check, ends_on=TODAY)], today=TODAY) == []


def test_a_deeper_check_than_needed_counts() -> None:
    check = _of(CheckKind.DBS, _answers())[0]
    assert missing_checks([check], [_seen(check, level=DbsLevel.ENHANCED.value)], today=TODAY) == []


def test_every_kind_of_check_is_one_that_some_work_calls_for() -> None:
    asked = {line.kind for table in REQUIREMENTS.values() for line in table}
    assert asked == set(CheckKind)
