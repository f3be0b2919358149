"""What a first visit costs over the wire: stylesheet, script and the font that every page needs."""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from seluma.web.ui.build import build, find_node


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built")
    build(target)
    return target


@pytest.mark.django_db
def test_the_first_page_is_light(built: Path) -> None:
    page = Client().get("/id/gallery/home/").content
    compressed = sum(len(gzip.compress(part)) for part in (page, *((built / name).read_bytes() for name in NAMES)))
    fonts = sum(path.stat().st_size for path in (built / "fonts").iterdir())
    assert compressed + fonts <= 100_000, "150 kB are promised; other pages bring their own pictures"


NAMES = ("seluma.css", "seluma.js", "mark.svg")


def test_the_stylesheet_is_ours_throughout(built: Path) -> None:
    css = (built / "seluma.css").read_text()
    assert "GDS Transport" not in css
    assert "govuk-crest" not in css
    assert "--sea:#0b3954" in css.replace(" ", "")
    assert "prefers-color-scheme" in css
    assert set(re.findall(r"url\(\"?([^)\"]+)", css)) == {"fonts/latin.woff2", "fonts/latin-ext.woff2"}


def test_the_script_is_one_file_without_imports_and_reads_as_a_module(built: Path, tmp_path: Path) -> None:
    script = (built / "seluma.js").read_text()
    assert not re.search(r"^\s*(import|export)\b", script, re.M)
    module = tmp_path / "seluma.mjs"
    module.write_text(script)
    assert subprocess.run([*find_node(), "--check", str(module)], check=False).returncode == 0
