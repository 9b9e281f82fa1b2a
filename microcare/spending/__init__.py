"""What was promised takes place: sessions, bills, shares, money back, leaving, and an end."""
