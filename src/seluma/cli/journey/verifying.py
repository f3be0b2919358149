"""What a stranger does with a permit: reads its seal from the paper, checks it without us and with us."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seluma.cli.journey.robot import Robot
from seluma.cli.refusals import CannotRun
from seluma.lib import papers, vds


@dataclass(frozen=True, slots=True)
class Paper:
    """A permit as its own PDF tells it."""

    path: Path
    data: bytes
    seal: bytes
    number: str
    zone: list[str]
    certificate: str

    def as_json(self) -> dict[str, Any]:
        """The fixed interface's form."""
        return {
            "number": self.number,
            "pdf": str(self.path),
            "seal_hex": self.seal.hex(),
            "mrz": self.zone,
            "certificate": self.certificate,
        }


def read_paper(path: Path, stranger: Robot) -> Paper:
    """Render the PDF, read its Data Matrix, check the seal against the published certificates."""
    data = path.read_bytes()
    codes = papers.read_codes(data)
    if not codes:
        raise CannotRun(f"{path}: no seal can be read from the paper.")
    seal = vds.decode(codes[0])
    published = json.loads(stranger.fetch("/api/v1/seal-certificates"))
    known = {(one["signer"], one["reference"]): one["pem"] for one in published}
    certificate = known.get((seal.signer, seal.certificate_reference), "")
    if not certificate or vds.verify(seal, [vds.load_certificate(certificate.encode())]) != "valid":
        raise CannotRun(f"{path}: the seal's signature is not one of the published signers'.")
    zone = next(feature.text for feature in described(seal) if feature.tag == "02")
    number = next(feature.text for feature in described(seal) if feature.tag == "04")
    return Paper(path, data, codes[0], number, [zone[:36], zone[36:72]], certificate)


@dataclass(frozen=True, slots=True)
class Shown:
    """A feature of a seal as text."""

    tag: str
    text: str


def described(seal: vds.Seal) -> list[Shown]:
    """The features in words; the zone with its fillers."""
    found = []
    for feature in vds.describe(seal, "valid")["features"]:
        text = str(feature["text"] or feature["hex"])
        found.append(Shown(feature["tag"], text.replace(" ", "<") if feature["tag"] == "02" else text))
    return found


def verify_everywhere(paper: Paper, stranger: Robot) -> str:
    """Ask the API with the seal and with the file, and the public page with the file; all must say the same."""
    address = "/api/v1/verifications"
    by_seal = stranger.ask(address, json={"seal": paper.seal.hex()})["status"]
    by_file = stranger.ask(address, files={"file": ("izin.pdf", paper.data)})["status"]
    stranger.open("periksa/")
    stranger.send(files={"file": ("izin.pdf", paper.data)})
    if by_seal != by_file or paper.number not in stranger.text():
        raise CannotRun(f"{paper.number}: the seal is {by_seal}, the file {by_file}, and the page says otherwise.")
    return str(by_seal)
