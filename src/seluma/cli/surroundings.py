"""What a command needs around it before Django starts: environment, database address, settings."""

from __future__ import annotations

import os

import django
from django.core.exceptions import ImproperlyConfigured

from seluma.cli import database
from seluma.cli.refusals import CannotRun

REQUIRED = {
    "SECRET_KEY": "a long random text that signs sessions",
    "DATABASE_URL": "postgresql://user:password@host/name",
    "SELUMA_HOSTS": "the names under which the portal is reached, separated by commas",
    "SELUMA_BASE_URL": "the portal's address as people see it, with https://",
    "SELUMA_SMTP_URL": "where letters are handed over, smtp://user:password@host:587?tls=1",
    "SELUMA_PSEUDONYM_KEY": "a long random text that hides who is who in the journal",
    "SELUMA_KEYS": "the folder with the office's signing keys",
}
"""What production cannot do without, and what each is."""


def prepare(environment: str, *, name: str = "seluma") -> None:
    """Set what is not set, start the embedded database outside production, and start Django.

    `environment` (production, demo, test) applies when `SELUMA_ENV` is not set. Raises CannotRun with one sentence.
    """
    settle(environment, name=name)
    try:
        django.setup()
    except ImproperlyConfigured as reason:
        raise CannotRun(str(reason)) from reason


def without_database(environment: str) -> None:
    """Start Django for a command that reads settings and keys only: no database is started or asked."""
    os.environ.setdefault("SELUMA_ENV", environment)
    os.environ.setdefault("DATABASE_URL", "postgresql:///none")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seluma.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as reason:
        raise CannotRun(str(reason)) from reason


def settle(environment: str, *, name: str = "seluma") -> None:
    """The same without starting Django, for the parents of processes that will."""
    chosen = os.environ.setdefault("SELUMA_ENV", environment)
    if chosen not in ("production", "demo", "test"):
        raise CannotRun(f"SELUMA_ENV is {chosen!r}: it is one of production, demo and test.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seluma.config.settings")
    if chosen == "production":
        missing = [f"{key} ({what})" for key, what in REQUIRED.items() if not os.environ.get(key)]
        if missing:
            raise CannotRun(
                f"Production is not set up: please set {'; '.join(missing)} — or see ./seluma demo for a portal to try."
            )
        if not os.environ["SELUMA_BASE_URL"].startswith("https://"):
            raise CannotRun(
                "SELUMA_BASE_URL has to begin with https:// in production: passwords must not travel in the open."
            )
    else:
        os.environ["DATABASE_URL"] = database.ensure(name)
