"""Pages for people who apply."""
