"""From what a group wants to what each promises: briefs, offers, agreements and sessions."""
