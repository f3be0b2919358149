"""The errors of this package: one for reading, one for writing."""


class Unreadable(ValueError):
    """The bytes are no seal (or no certificate). The message is one sentence."""


class Unwritable(ValueError):
    """The content cannot be written as a seal. The message is one sentence."""
