"""Puts a letter into an envelope that mail programs understand and that nobody can tamper with.

The standard library's SMTP policy refuses a line break in any header, so a name or an address
can never add one of its own.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from uuid import UUID

from microcare.kernel.clock import Clock


def envelope(
    *, to: str, sender: str, subject: str, text: str, html: str, row_id: UUID, clock: Clock
) -> EmailMessage:
    """The message: `text` first, `html` as the other way to read it.

    The Message-ID comes from the outbox row, so a letter that is sent twice can be known as one.
    Raises ValueError for an address that is not one.
    """
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    domain = address.rpartition("@")[2] or "localhost"
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{row_id}@{domain}>"
    # RFC 3834: holiday answers and the like stay quiet.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    # After the content, which takes every Content- header with it when it is set.
    message["Content-Language"] = "en-GB"
    return message
