"""A kind neighbour who is good with forms: what we say, and what we do not (look.md, section 8)."""

import re

import pytest

from tests.words.catalogue import catalogue, spoken
from tests.words.exceptions import exceptions

# What not to say -> what to say.
NOT_SAID = {
    r"!": "no exclamation marks",
    r"\bplease\b": "say what to do",
    r"\bsimply\b": "leave it out",
    r"\bjust\b": "leave it out",
    r"\bservice users?\b|\bclients?\b|\bthe vulnerable\b": "people",
    r"\bcare packages?\b|\bprovision\b|\binterventions?\b": "support, help",
    r"\bcapacity\b|\breferrals?\b": "Has room, Waiting list, Full now",
    r"\bproviders?\b|\bsuppliers?\b|\bvendors?\b": "small enterprise",
    r"\byour listing\b|\byour profile\b": "your page",
    r"\bfees?\b|\btariffs?\b|\bunit rates?\b": "What it costs",
    r"\bunallocated\b": "Left to plan with",
    r"\bencumbered\b|\bcommitments?\b": "Promised; set aside",
    r"\bdebited\b|\breversals?\b": "Spent; money back",
    r"\bfinancial transactions?\b": "No money moves now",
    r"\ballocations?\b|\bindicative\b": "the money your council set for the year",
    r"\bauthorise payment\b|\bapprove payment\b": "Say yes with your own money",
    r"\babstain\b|\babstention\b": "I will stand aside",
    r"\breject(ed|ion)?\b": "Not this one; No, and say why",
    r"\blast verified\b|\bassured date\b": "Confirmed right 9 November",
    r"\bstale\b|\bunverified\b": "Not confirmed lately",
    r"\bvetted\b|\bcompliant\b|\bvalidated\b": "Seen by Dawn, 4 March 2026",
    r"\breturn for amendment\b": "Ask for changes",
    r"\bsearch radius\b": "Look further away",
    r"\bno results\b": "No one near Minehead does that yet",
    r"\binactive\b|\bevidence expiring\b": "gone quiet; papers end soon",
    r"\bemails?\b": "e-mail",
    r"\bcoops?\b": "co-op",
    r"\b(color|organiz\w+|neighbor\w*|center|favorite|apologize)\b": "British spelling",
    r"\binvalid\b|\berror occurred\b|\boops\b": "say what to do",
}


@pytest.mark.parametrize("pattern", NOT_SAID)
def test_what_we_do_not_say(pattern: str) -> None:
    said = {
        message.text: f"{message.place}: say {NOT_SAID[pattern]!r}"
        for message in catalogue()
        if re.search(pattern, spoken(message.text), re.IGNORECASE)
    }
    mine = exceptions("said-otherwise")
    excepted = {
        text: reason
        for text, reason in mine.reasons.items()
        if re.search(pattern, spoken(text), re.IGNORECASE)
    }
    type(mine)(mine.rule, excepted).settle(said)


def test_every_exception_breaks_some_rule() -> None:
    patterns = "|".join(NOT_SAID)
    idle = [
        text
        for text in exceptions("said-otherwise").reasons
        if not re.search(patterns, spoken(text), re.IGNORECASE)
    ]
    assert not idle


def test_the_patterns_can_fail() -> None:
    for words in ("Please wait!", "Your referral was rejected", "Send an email to your provider"):
        assert re.search("|".join(NOT_SAID), words, re.IGNORECASE)
    assert not re.search("|".join(NOT_SAID), "Write a town or postcode", re.IGNORECASE)
