"""Files that people send: made anew from what they show, and kept outside the web root."""
