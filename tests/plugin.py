"""Loaded before pytest-django reads the settings: starts the tests' own PostgreSQL and names it."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from seluma.cli.database import ensure_for_tests

os.environ["SELUMA_ENV"] = "test"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop and the ORM share a thread
os.environ.setdefault("DATABASE_URL", ensure_for_tests())
