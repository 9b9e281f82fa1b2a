"""Every setting, read from the environment once, with the default that a newcomer gets."""

import os
import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def kept_secret(instance: Path) -> str:
    """The secret key, made once and kept in `instance/secret_key`, readable by its owner only."""
    path = instance / "secret_key"
    instance.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text().strip()


class SettingRefused(ValueError):
    """A setting that cannot be used, with what would be right."""


def address_alone(text: str) -> str:
    """The e-mail address in `text` without the name beside it, which a mailbox shows unopened.

    "Care Circle <no-reply@example.org>" is the sender no-reply@example.org: a name can tell that
    somebody gets support. Raises SettingRefused where there is no address.
    """
    address = parseaddr(text)[1]
    if not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", address):
        raise SettingRefused(f"MAIL_FROM is {text!r}; write an address, like no-reply@example.org")
    return address


@dataclass(frozen=True)
class Config:
    """Settings by the names that outsiders rely on; see docs/settings.md for a sentence each."""

    instance: Path = ROOT / "instance"
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def read(self, name: str, default: str) -> str:
        """The environment's value, or the default where it is absent or empty."""
        return self.environment.get(name) or default

    @property
    def base_url(self) -> str:
        """Where the site is reached from outside, without a slash at the end."""
        port = self.read("PORT", "8000")
        return self.read("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the site, so that demonstration data may be made."""
        return (urlsplit(self.base_url).hostname or "") in LOOPBACK

    @property
    def sender(self) -> str:
        """The address that letters come from, without a name."""
        told = self.environment.get("MAIL_FROM")
        return address_alone(told) if told else f"no-reply@{urlsplit(self.base_url).hostname}"

    def as_flask(self) -> dict[str, object]:
        """Every setting under its Flask name."""
        database = self.read("DATABASE_URL", f"sqlite:///{self.instance / 'microcare.sqlite'}")
        secure = self.base_url.startswith("https://")
        return {
            "SECRET_KEY": self.environment.get("SECRET_KEY") or kept_secret(self.instance),
            "SQLALCHEMY_DATABASE_URI": database,
            "BASE_URL": self.base_url,
            "IS_LOOPBACK": self.is_loopback,
            "SITE_NAME": self.read("SITE_NAME", "microcare"),
            "MAIL_URL": self.read("MAIL_URL", f"file://{self.instance / 'mail'}"),
            "MAIL_FROM": self.sender,
            "HELP_LINE": {
                "organisation": self.read("HELP_ORGANISATION", "Moor and Vale Catalysts"),
                "phone": self.read("HELP_PHONE", "01632 960118"),
                "hours": self.read("HELP_HOURS", "A person answers, Monday to Friday, 9am to 5pm."),
            },
            "CONTROLLER": self.read(
                "CONTROLLER", self.read("HELP_ORGANISATION", "Moor and Vale Catalysts")
            ),
            "MOST_WORKERS": int(self.read("MOST_WORKERS", "8")),
            "INSURANCE_POUNDS": int(self.read("INSURANCE_POUNDS", "5000000")),
            "GROUP_LIMIT": int(self.read("GROUP_LIMIT", "12")),
            "RETENTION_YEARS": int(self.read("RETENTION_YEARS", "6")),
            "FINDING_MILES": int(self.read("FINDING_MILES", "5")),
            "FINDING_WEEKS": int(self.read("FINDING_WEEKS", "8")),
            "SEEN_KEPT": timedelta(days=int(self.read("SEEN_DAYS", "365"))),
            "HOME_PLACE": self.read("HOME_PLACE", "Taunton"),
            "GEOCODER": self.read("GEOCODER", "offline"),
            "GEOCODER_OPTIONS": self.read("GEOCODER_OPTIONS", "{}"),
            "MAP_TILES_URL": self.read("MAP_TILES_URL", "/map/uk.pmtiles"),
            "MAP_TILES_KIND": self.read("MAP_TILES_KIND", "pmtiles"),
            "POSTCODES_FILE": self.read("POSTCODES_FILE", str(self.instance / "postcodes.sqlite")),
            "RECEIPT_FIRST_DAYS": int(self.read("RECEIPT_FIRST_DAYS", "15")),
            "RECEIPT_SECOND_DAYS": int(self.read("RECEIPT_SECOND_DAYS", "29")),
            "RECEIPT_PAUSE_DAYS": int(self.read("RECEIPT_PAUSE_DAYS", "31")),
            "RECEIPT_YEARS": int(self.read("RECEIPT_YEARS", "1")),
            "REFUND_DAYS": int(self.read("REFUND_DAYS", "14")),
            "RECEIPTS_DIR": self.read("RECEIPTS_DIR", str(self.instance / "receipts")),
            "RATELIMIT_STORAGE_URI": self.read("RATELIMIT_STORAGE_URI", "memory://"),
            "BEHIND_PROXIES": int(self.read("BEHIND_PROXIES", "0")),
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
            "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
            "IDLE_LIMIT": timedelta(hours=int(self.read("IDLE_HOURS", "12"))),
            "WORK_IDLE_LIMIT": timedelta(hours=int(self.read("WORK_IDLE_HOURS", "2"))),
            "ABSOLUTE_LIMIT": timedelta(days=int(self.read("ABSOLUTE_DAYS", "30"))),
            "MAX_CONTENT_LENGTH": 11 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "WTF_CSRF_TIME_LIMIT": None,
            "BABEL_DEFAULT_LOCALE": "en_GB",
            "BABEL_DEFAULT_TIMEZONE": "Europe/London",
        }
