"""Content folders for tests: the real one, and copies of it with something changed."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REAL = ROOT / "content" / "seluma"
STUDENT = "services/e30-extension.toml"
VISIT = "services/visit-extension.toml"


def copy_of_the_office(folder: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(REAL, folder / "content"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of a text that must be there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(folder: Path, file: str, text: str) -> None:
    """Write at the end of a file."""
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")


PERMIT = """[permit]
kind = "ITAS"
title.id = "Izin tinggal terbatas"
title.en = "Limited stay permit"
index_question = "visa_index"
expires_question = "permit_expires_on"
length_question = "extension_length"
legal_base = "itas_total"
lengths = [
  { key = "1y", months = 12 },
  { key = "2y", months = 24 },
]
"""
"""The outcome of the student's service, as it stands in its file."""

PAPER = """[paper]
kind = "STATEMENT"
title.id = "Surat keterangan"
title.en = "Statement"
statement.id = "Kantor ini menerangkan bahwa orang ini belajar di kabupaten ini."
statement.en = "This office states that this person studies in this regency."
fields = ["full_name", "school_name"]
legal_base = "study_permit"
valid = "window_opens"
"""

HANDOVER = """[handover]
to = "ditjen-imigrasi"
reason.id = "Izin ini diputus Direktorat Jenderal."
reason.en = "The Directorate General decides about this permit."
legal_base = "itas_practice"
days = "agency_days"
returns = "file"
result.id = "Persetujuan"
result.en = "Approval"
[[handover.checklist]]
text.id = "Paspor terbaca"
text.en = "The passport can be read"
"""


def lead_to(folder: Path, outcome: str) -> None:
    """Let the student's service lead to something else."""
    change(folder, STUDENT, PERMIT, outcome)
    text = (folder / STUDENT).read_text(encoding="utf-8")
    # Conditions over the new permit's last day are for services with a permit.
    kept = [part for part in text.split("\n\n") if "new_expires_on" not in part]
    (folder / STUDENT).write_text("\n\n".join(kept), encoding="utf-8")


def change_fee(folder: Path, file: str, old: int, new: int) -> None:
    """Another amount of a fee, with another source: an amount that changes in silence is refused."""
    path = folder / file
    before, amount, after = path.read_text(encoding="utf-8").partition(f"amount = {old}")
    assert amount, f"{file} has no fee of {old}"
    after = after.replace('source = "', f'source = "Rp {new}: ', 1)
    path.write_text(f"{before}amount = {new}{after}", encoding="utf-8")
