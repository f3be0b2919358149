"""The import contract is complete: every rule is broken once on purpose, and the linter must say so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREACHES = {
    "a way in imports the configuration": ("web/ui/breach.py", "from seluma.config import roles\n"),
    "machinery imports a domain": ("core/journal/breach.py", "from seluma.domains.people import api\n"),
    "plain Python imports machinery": ("lib/breach.py", "from seluma.core.access import api\n"),
    "plain Python imports Django": ("lib/breach.py", "import django\n"),
    "a domain imports a way in": ("domains/people/queries.py", "import seluma.web.ui\n"),
    "a domain looks sideways": ("domains/payments/queries.py", "from seluma.domains.documents import api\n"),
    "a domain looks up": ("domains/people/queries.py", "from seluma.domains.catalogue import api\n"),
    "one way in imports another": ("web/ui/breach.py", "from seluma.rest import api\n"),
    "the look knows an audience": ("web/ui/breach.py", "import seluma.web.public\n"),
    "one audience imports another": ("web/public/breach.py", "import seluma.web.applicant\n"),
    "files know access": ("core/files/breach.py", "from seluma.core.access import api\n"),
    "access knows the journal": ("core/access/breach.py", "from seluma.core.journal import api\n"),
    "the back door, not the api": ("web/public/breach.py", "from seluma.domains.people import queries\n"),
    "the back door of machinery": ("domains/people/queries.py", "from seluma.core.journal import pen\n"),
    "the package instead of its door": ("web/public/breach.py", "import seluma.domains.people.models\n"),
    "a lazy import": ("domains/people/queries.py", "def f():\n    from seluma.domains.catalogue import api\n"),
    "an import for types only": (
        "domains/people/queries.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from seluma.domains.catalogue import api\n",
    ),
    "rules import Django": ("domains/people/rules.py", "import django.db\n"),
    "events import Django": ("domains/people/events.py", "import django.db\n"),
    "rules import words": ("domains/people/rules.py", "from . import words\n"),
    "models import actions": ("domains/people/models.py", "from . import actions\n"),
    "queries import actions": ("domains/people/queries.py", "from . import actions\n"),
    "a new kind of furniture": ("domains/people/helpers.py", ""),
    "a new domain nobody listed": ("domains/gossip/__init__.py", ""),
    "a new floor": ("attic/__init__.py", ""),
    "new machinery nobody listed": ("core/engine/__init__.py", ""),
    "a new audience nobody listed": ("web/tourist/__init__.py", ""),
}


def lint(source: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", str(ROOT / ".importlinter")]
    environment = {**os.environ, "PYTHONPATH": str(source)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=source, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "locale", "jinja2", "static", "scss", "*.ttf")
    shutil.copytree(ROOT / "src" / "seluma", tmp_path / "seluma", ignore=ignored)
    return tmp_path


def test_the_contract_holds(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.parametrize("what", BREACHES)
def test_the_contract_notices(what: str, copy: Path) -> None:
    name, text = BREACHES[what]
    path = copy / "seluma" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write("\n" + text)
    result = lint(copy)
    assert result.returncode == 1, result.stdout[-2000:]
    assert "BROKEN" in result.stdout or "missing" in result.stdout.lower()
