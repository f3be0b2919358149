"""The errors of this package: what cannot be read, what proves nothing, what cannot be written."""


class Unreadable(ValueError):
    """What was given is no note, key, checkpoint, policy, proof or tile. The message is one sentence."""


class Unproven(ValueError):
    """What was given is well formed and does not hold: signature, quorum, Merkle proof. The message is one sentence."""


class Unwritable(ValueError):
    """What was given cannot be written: a key name with a space, too long an entry. The message is one sentence."""
