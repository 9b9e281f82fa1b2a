"""Makes the search index anew from the approved documents, from the command line."""

import sys

import click
from flask.cli import AppGroup
from tqdm import tqdm

from microcare.directory.queries import public_listings
from microcare.directory.services import index_document
from microcare.index.services import rebuild
from microcare.search.services import forget_old_addresses, forget_old_wishes
from microcare.web.current import clock
from microcare.web.transaction import writing

group = AppGroup("index", help="The search index.")


@group.command("rebuild")
def rebuild_index() -> None:
    """Put every public listing in the index anew; readers see the old one until it is done."""
    with writing() as session:
        listings = tqdm(public_listings(session), unit=" listings", disable=not sys.stderr.isatty())
        count = rebuild(session, (index_document(listing) for listing in listings))
    click.echo(f"{count} listings in the index")


def chore() -> str:
    """Forgets wishes that a catalyst was sent long ago, and who waited in vain for an answer."""
    with writing() as session:
        count = forget_old_wishes(session, clock=clock())
        addresses = forget_old_addresses(session, clock=clock())
    return f"Forgot {count} old wishes and the addresses of {addresses} more"
