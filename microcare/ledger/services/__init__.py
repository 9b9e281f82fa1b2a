"""Every way that pence move. One verb a file; all of them go through `moving`."""

from microcare.ledger.services.ending import expire_holds, post_hold, release_holds
from microcare.ledger.services.holding import place_holds
from microcare.ledger.services.setting_aside import open_purse, take_back

__all__ = ["expire_holds", "open_purse", "place_holds", "post_hold", "release_holds", "take_back"]
