"""The group's page and the way from wanting to promising, for members; requests, for providers."""

from microcare.commissioning.routes import (
    budding,
    close,
    group,
    plan,
    provider,
    sharing,
    witnessing,
)
from microcare.commissioning.routes.blueprint import blueprint

__all__ = ["blueprint", "budding", "close", "group", "plan", "provider", "sharing", "witnessing"]
