"""As whom the database server runs: PostgreSQL refuses root, and root must not open private folders for it.

An ordinary user runs the server as themselves. Root runs it as an account that already exists on the machine; no
account is made and no folder of anybody is opened. Where that account cannot reach the checkout (a home of mode 0700),
data and programs go to a private folder under `/var/lib/seluma`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from seluma.cli.refusals import CannotRun

CANDIDATES = ("postgres", "nobody")
"""Accounts that root may use, the first that exists; `SELUMA_DATABASE_USER` names another one."""

SYSTEM_PLACE = Path("/var/lib/seluma")
"""Where root keeps data that the server's account could not reach in the checkout."""


class DatabaseUnavailable(CannotRun):
    """The embedded server cannot be used."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The account that owns the data; `dropped` says that root has to become that account first."""

    name: str
    uid: int
    gid: int
    home: str
    dropped: bool

    def run(self, command: Sequence[str | Path], *, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, without the caller's PG* and locale settings, whatever its exit status."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
        return subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env={**kept, "LC_ALL": "C", "HOME": self.home},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            user=self.uid if self.dropped else None,
            group=self.gid if self.dropped else None,
            extra_groups=[] if self.dropped else None,
        )

    def may_enter(self, folder: Path) -> bool:
        """Whether this account can pass through the folder, asked of the system itself (modes, access lists)."""
        if not self.dropped:
            return os.access(folder, os.X_OK)
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder], cwd=Path("/")).returncode == 0

    def give(self, folder: Path) -> None:
        """Hand a folder that root made to this account."""
        if self.dropped:
            os.chown(folder, self.uid, self.gid, follow_symlinks=False)

    @contextlib.contextmanager
    def opened(self, path: Path) -> Iterator[int]:
        """Open, or make, a file of this account for writing; DatabaseUnavailable when a link stands in its place.

        Its folder is the account's, and root must not write to, or give away, whatever the account linked there.
        """
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as reason:
            if reason.errno == errno.ELOOP:
                raise DatabaseUnavailable(f"{path} is a link: remove it and try again.") from reason
            raise DatabaseUnavailable(f"{path} cannot be written: {reason.strerror}.") from reason
        try:
            if os.fstat(handle).st_nlink > 1:
                raise DatabaseUnavailable(f"{path} is a link: remove it and try again.")
            if self.dropped:
                os.fchown(handle, self.uid, self.gid)
            yield handle
        finally:
            os.close(handle)


def whoever_owns(data: Path) -> Identity:
    """The account for a cluster: the owner of its data once it exists, else the caller, else (root) a candidate.

    Raises DatabaseUnavailable when the data belong to somebody else or no account can be used.
    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if me != 0:
        if owner not in (None, me):
            raise DatabaseUnavailable(
                f"The database in {data} belongs to {_name(owner or 0)}: run ./seluma as that user or as root."
            )
        return _identity(_account(me), dropped=False)
    if owner:
        return _identity(_account(owner), dropped=True)
    wanted = os.environ.get("SELUMA_DATABASE_USER")
    for name in (wanted,) if wanted else CANDIDATES:
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        if account.pw_uid != 0:
            return _identity(account, dropped=True)
    names = wanted or " or ".join(CANDIDATES)
    raise DatabaseUnavailable(
        f"PostgreSQL does not run as root, and this machine has no account {names}: "
        "name an existing one with SELUMA_DATABASE_USER, or set DATABASE_URL."
    )


def reachable_programs(programs: Path, identity: Identity, *, version: str) -> Path:
    """The folder of server programs that the account can execute: the installed one, or a copy in the system place."""
    if identity.may_enter(programs):
        return programs
    package = programs.parents[1]
    copy = SYSTEM_PLACE / f"postgresql-{version}"
    inside = copy / programs.relative_to(package.parent)
    if inside.is_dir():
        return inside
    try:
        system_place()
        fresh = copy.with_name(f"{copy.name}.{os.getpid()}")
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, fresh / folder.name, symlinks=True)
        fresh.chmod(0o755)
        fresh.rename(copy)
    except OSError as reason:
        raise DatabaseUnavailable(
            f"The account {identity.name} cannot execute {programs}, and no copy could be made in {copy} "
            f"({reason.strerror}): move the checkout to a folder that everybody may enter, or set DATABASE_URL."
        ) from reason
    return inside


def system_place() -> Path:
    """The private system folder, made when missing; others may pass through it and not list it."""
    SYSTEM_PLACE.mkdir(mode=0o711, parents=True, exist_ok=True)
    SYSTEM_PLACE.chmod(0o711)
    return SYSTEM_PLACE


def _identity(account: pwd.struct_passwd, *, dropped: bool) -> Identity:
    return Identity(account.pw_name, account.pw_uid, account.pw_gid, account.pw_dir, dropped)


def _account(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise DatabaseUnavailable(
            f"PostgreSQL needs a named account, and user number {uid} has no name on this machine: "
            "add one, or set DATABASE_URL."
        ) from None


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"
