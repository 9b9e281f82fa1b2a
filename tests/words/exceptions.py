"""What is let through, each with its reason. One that nothing needs any longer fails the build."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("exceptions.toml")


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The exceptions to one rule: text -> reason."""

    rule: str
    reasons: dict[str, str]

    def settle(self, found: dict[str, str]) -> None:
        """Fails for what was found (text -> what to say) and not excepted, and the other way."""
        wrong = [f"{what}: {text!r}" for text, what in found.items() if text not in self.reasons]
        assert not wrong, f"{self.rule}:\n" + "\n".join(wrong)
        stale = [text for text in self.reasons if text not in found]
        assert not stale, f"exceptions that {self.rule} no longer needs: {stale}"


def exceptions(rule: str) -> Exceptions:
    """The exceptions to `rule`, read from exceptions.toml."""
    rows = tomllib.loads(_FILE.read_text()).get("exception", [])
    mine = [row for row in rows if row["rule"] == rule]
    assert all(len(row["reason"].split()) >= 3 for row in mine), "say why, in words"
    return Exceptions(rule, {row["text"]: row["reason"] for row in mine})


def rules_in_use() -> set[str]:
    """Every rule that the file names."""
    rows = tomllib.loads(_FILE.read_text()).get("exception", [])
    return {row["rule"] for row in rows}
