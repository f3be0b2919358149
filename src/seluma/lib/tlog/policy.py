"""Trust policies (C2SP tlog-policy): which logs, which witnesses, and how many of them must have signed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from seluma.lib.tlog.checkpoints import Checkpoint, read_checkpoint
from seluma.lib.tlog.errors import Unproven, Unreadable
from seluma.lib.tlog.keys import LOG_KINDS, WITNESS_KINDS, VerifierKey, read_key
from seluma.lib.tlog.notes import LONGEST, Note
from seluma.lib.tlog.signing import Signed, verify_note

NONE: Final = "none"

_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_SPACES: Final = re.compile(r"[ \t]+")
_THRESHOLD: Final = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Party:
    """A log or a witness: its key, and where it is reached when the policy says so."""

    key: VerifierKey
    url: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """At least `threshold` of the members, each a witness or a group."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a checkpoint proved under a policy: the log's key, and who witnessed it (name → POSIX time)."""

    checkpoint: Checkpoint
    log: VerifierKey
    witnesses: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Policy:
    """What is trusted. `quorum` names a witness or a group, or is `none`."""

    logs: tuple[Party, ...]
    witnesses: Mapping[str, Party]
    groups: Mapping[str, Group]
    quorum: str

    def verify(self, note: Note) -> Verified:
        """Check a checkpoint: signed by one of the logs under its own name, and by the quorum of witnesses.

        Raises Unreadable when it is no checkpoint, Unproven when a known key's signature does not verify, no log of
        the policy signed it, or too few witnesses did.
        """
        checkpoint = read_checkpoint(note.text)
        logs = [log.key for log in self.logs if log.key.name == checkpoint.origin]
        if not logs:
            raise Unproven(f"The policy names no log {checkpoint.origin[:100]!r}.")
        keys = [*logs, *(witness.key for witness in self.witnesses.values())]
        signed = {found.key: found for found in verify_note(note, keys)}
        log = next((key for key in logs if key in signed), None)
        if log is None:
            raise Unproven(f"The log {checkpoint.origin[:100]} has not signed the checkpoint with a key of the policy.")
        witnesses = self._witnesses(signed)
        self._check_quorum(set(witnesses))
        return Verified(checkpoint, log, witnesses)

    def is_met_by(self, names: set[str]) -> bool:
        """Whether these witnesses, by their names in the policy, are a quorum."""
        return self.quorum == NONE or self._has_witnessed(self.quorum, names)

    def _witnesses(self, signed: Mapping[VerifierKey, Signed]) -> dict[str, int]:
        return {name: signed[party.key].timestamp or 0 for name, party in self.witnesses.items() if party.key in signed}

    def _check_quorum(self, names: set[str]) -> None:
        if not self.is_met_by(names):
            who = ", ".join(sorted(names)) or "nobody"
            raise Unproven(f"Too few witnesses signed the checkpoint: {who}; the policy demands {self._demand()}.")

    def _has_witnessed(self, name: str, names: set[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in names
        return sum(self._has_witnessed(member, names) for member in group.members) >= group.threshold

    def _demand(self) -> str:
        group = self.groups.get(self.quorum)
        return f"{group.threshold} of {', '.join(group.members)}" if group else self.quorum


class _Reader:
    """Reads a policy line by line: a line may only name what stands above it."""

    def __init__(self) -> None:
        self.logs: list[Party] = []
        self.witnesses: dict[str, Party] = {}
        self.groups: dict[str, Group] = {}
        self.members: set[str] = set()
        self.quorum: str | None = None

    def read(self, line: str) -> None:
        keyword, *items = _SPACES.split(line)
        if keyword == "log" and 1 <= len(items) <= 2:
            self._log(*items)
        elif keyword == "witness" and 2 <= len(items) <= 3:
            self._witness(*items)
        elif keyword == "group" and len(items) >= 3:
            self._group(items[0], items[1], items[2:])
        elif keyword == "quorum" and len(items) == 1:
            self._quorum(items[0])
        elif keyword in ("log", "witness", "group", "quorum"):
            raise Unreadable(f"has {len(items)} items after {keyword!r}, which is too few or too many.")
        else:
            raise Unreadable(f"begins with {keyword[:40]!r}, not with log, witness, group or quorum.")

    def _log(self, key: str, url: str | None = None) -> None:
        party = Party(read_key(key), url)
        if party.key.kind not in LOG_KINDS:
            raise Unreadable(f"gives a key of type {party.key.kind:02x}, which no log has.")
        if party.key.public in {log.key.public for log in self.logs}:
            raise Unreadable("gives a key that another log has already.")
        self.logs.append(party)

    def _witness(self, name: str, key: str, url: str | None = None) -> None:
        self._define(name)
        party = Party(read_key(key), url)
        if party.key.kind not in WITNESS_KINDS:
            raise Unreadable(f"gives a key of type {party.key.kind:02x}, which no witness has.")
        if party.key.public in {witness.key.public for witness in self.witnesses.values()}:
            raise Unreadable("gives a key that another witness has already.")
        self.witnesses[name] = party

    def _group(self, name: str, threshold: str, members: list[str]) -> None:
        self._define(name)
        for member in members:
            self._check_known(member)
            if member in self.members:
                raise Unreadable(f"names {_shown(member)} as a member, which it is already.")
            self.members.add(member)
        needed = {"all": str(len(members)), "any": "1"}.get(threshold, threshold)
        if _THRESHOLD.fullmatch(needed) is None or int(needed) > len(members):
            raise Unreadable(f"asks for {_shown(threshold)} of {len(members)} members.")
        self.groups[name] = Group(int(needed), tuple(members))

    def _quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise Unreadable("is a second quorum line.")
        if name != NONE:
            self._check_known(name)
        self.quorum = name

    def _define(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise Unreadable(f"gives the name {_shown(name)}, which is taken.")

    def _check_known(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise Unreadable(f"names {_shown(name)}, which no line above defines.")


def read_policy(data: bytes) -> Policy:
    """Read a trust policy.

    Raises Unreadable, naming the line, for everything that the specification does not allow.
    """
    if len(data) > LONGEST:
        raise Unreadable(f"The policy has more than {LONGEST:,} bytes.")
    if _CONTROL.search(data):
        raise Unreadable("The policy has a control character other than tab and newline.")
    # Bytes beyond ASCII are opaque: each byte sequence is one text, and no two are the same.
    *lines, last = data.decode("utf-8", "surrogateescape").split("\n")
    if last:
        raise Unreadable("The last line of the policy does not end with a newline.")
    reader = _Reader()
    for number, line in enumerate(lines, 1):
        content = line.strip(" \t")
        if content and not content.startswith("#"):
            try:
                reader.read(content)
            except Unreadable as reason:
                raise Unreadable(f"Line {number} of the policy {_continued(str(reason))}") from None
    if reader.quorum is None:
        raise Unreadable("The policy has no quorum line.")
    return Policy(tuple(reader.logs), reader.witnesses, reader.groups, reader.quorum)


def log_line(key: VerifierKey, url: str | None = None) -> str:
    """The line that names a log, with its newline."""
    return f"log {key.text}{f' {url}' if url else ''}\n"


def witness_line(name: str, key: VerifierKey, url: str | None = None) -> str:
    """The line that names a witness, with its newline."""
    return f"witness {name} {key.text}{f' {url}' if url else ''}\n"


def _continued(sentence: str) -> str:
    """A whole sentence after a colon, the rest of one as it is."""
    return f"is wrong: {sentence}" if sentence[:1].isupper() else sentence


def _shown(name: str) -> str:
    return repr(name[:100].encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
