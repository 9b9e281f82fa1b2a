"""Letters by e-mail: written when they are sent, to an address handed in."""
