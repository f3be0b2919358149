"""Reads the environment. Each refusal is one sentence that says which variable is missing and what it is for."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_ENVIRONMENTS = ("demo", "test", "production")


def environment() -> str:
    """Where we run: `demo` (the default), `test` or `production`."""
    value = os.environ.get("SELUMA_ENV", "demo")
    if value not in _ENVIRONMENTS:
        raise ImproperlyConfigured(f"SELUMA_ENV is {value!r}; it must be one of {', '.join(_ENVIRONMENTS)}.")
    return value


def secret(name: str, where: str, var: Path) -> str:
    """A secret from the environment; outside production one is made once and kept under var/."""
    value = os.environ.get(name)
    if value:
        return value
    if where == "production":
        raise ImproperlyConfigured(f"{name} is not set. Production needs it: a random text of 50 or more characters.")
    if where == "test":
        return hashlib.sha256(f"test {name}".encode()).hexdigest()
    path = var / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        # Two processes that begin at once share the first one's secret, and nobody reads half of one.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text()


def database() -> dict[str, Any]:
    """Django's settings for DATABASE_URL (postgresql://user:password@host:port/name?host=/socket/dir)."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set. Start through ./seluma, which starts a database of its own."
        )
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// (PostgreSQL 15 or newer).")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or "postgres"),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # For the one statement that is bound at the server (the journal's); how often until it stays prepared.
        "OPTIONS": {"prepare_threshold": 3, **query},
    }


def mail() -> tuple[str, tuple[str, int, str, str, bool]]:
    """Where letters go: SELUMA_SMTP_URL (smtp://user:password@host:port?tls=1), else the outbox folder."""
    url = os.environ.get("SELUMA_SMTP_URL")
    if not url:
        return "seluma.core.messages.outbox.OutboxBackend", ("", 25, "", "", False)
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", ["0"])[-1] == "1"
    return (
        "django.core.mail.backends.smtp.EmailBackend",
        (parts.hostname or "", parts.port or 25, unquote(parts.username or ""), unquote(parts.password or ""), tls),
    )
