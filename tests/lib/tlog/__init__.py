"""Transparency logs: what the specifications' own examples say, and what happens to everything that was changed."""
