"""The command `./seluma seal read`."""

import base64
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from seluma.cli.seal import app
from seluma.lib import vds

EXAMPLES = json.loads((Path(__file__).parent / "data/vds_examples.json").read_text())
PERMIT, VISA = (bytes.fromhex(vector["hex"]) for vector in EXAMPLES["vectors"])


@pytest.fixture
def certificate_file(tmp_path: Path) -> str:
    path = tmp_path / "UTTS5B.der"
    path.write_bytes(base64.b64decode(EXAMPLES["certs"]["UTTS5B"]["der_base64"]))
    return str(path)


def test_the_command_prints_the_seal_as_json(certificate_file: str) -> None:
    arguments = ["read", PERMIT.hex().upper(), "--json", "--certificate", certificate_file]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == vds.describe(vds.decode(PERMIT), "valid")


def test_the_command_ends_with_zero_where_it_cannot_verify() -> None:
    result = CliRunner().invoke(app, ["read", VISA.hex()])
    assert result.exit_code == 0
    assert "unverified" in result.stdout
    assert "160 days" in result.stdout


def test_the_command_ends_with_one_for_an_invalid_signature(
    certificate_file: str,
) -> None:
    changed = PERMIT[:-1] + bytes((PERMIT[-1] ^ 1,))
    arguments = ["read", changed.hex(), "--json", "--certificate", certificate_file]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["signature"] == "invalid"


@pytest.mark.parametrize(
    "arguments",
    [
        ["hello"],
        [""],
        ["dc03"],
        [PERMIT.hex()[:-2]],
        [PERMIT.hex(), "--certificate", "/nowhere/at/all.pem"],
        [PERMIT.hex(), "--certificate", __file__],
    ],
)
def test_the_command_ends_with_two_and_one_line_when_unreadable(
    arguments: list[str],
) -> None:
    result = CliRunner().invoke(app, ["read", *arguments, "--json"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
