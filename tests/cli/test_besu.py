"""The offices' own network: what the script makes is what a QBFT node reads. Besu itself is not run here."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
import rlp
from eth_keys.datatypes import PrivateKey

from seluma.cli.database import ROOT

FOLDER = ROOT / "deploy" / "besu"


@pytest.fixture(scope="module")
def network() -> Any:
    spec = importlib.util.spec_from_file_location("besu_network", FOLDER / "network.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_four_offices_begin_with_one_block(network: Any, tmp_path: Path) -> None:
    network.main(["all", str(tmp_path)])
    keys = {
        office: PrivateKey(bytes.fromhex((tmp_path / office / "key").read_text()[2:])) for office in network.OFFICES
    }
    assert all((tmp_path / office / "key").stat().st_mode & 0o077 == 0 for office in keys)
    block = json.loads((tmp_path / "shared" / "genesis.json").read_text())
    vanity, validators, votes, turn, seals = rlp.decode(bytes.fromhex(block["extraData"][2:]))
    assert (len(vanity), votes, turn, seals) == (32, [], b"", [])
    assert sorted(validators) == sorted(key.public_key.to_canonical_address() for key in keys.values())
    enodes = json.loads((tmp_path / "shared" / "static-nodes.json").read_text())
    assert [one[8:136] for one in enodes] == [keys[office].public_key.to_hex()[2:] for office in network.OFFICES]
    # The compose file gives each of them the address that the others look for.
    composed = (FOLDER / "compose.yaml").read_text()
    for office, enode in zip(network.OFFICES, enodes, strict=True):
        address = enode.split("@")[1].removesuffix(":30303")
        assert f"{{offices: {{ipv4_address: {address}}}}}" in composed
        assert f'"./network/{office}:/key:ro"' in composed
    with pytest.raises(FileExistsError):
        network.main(["all", str(tmp_path)])


def test_offices_hand_over_public_parts_only(network: Any, tmp_path: Path) -> None:
    public = [network.main(["key", str(tmp_path / str(office))]) for office in range(4)]
    given = [f"{one}@10.0.0.{number}" for number, one in enumerate(public, 1)]
    assert "holds genesis.json" in network.main(["genesis", str(tmp_path / "shared"), *given])
    assert "128 hexadecimal digits" in network.main(["genesis", str(tmp_path), *given[:3], "nonsense"])
    assert "genesis FOLDER" in network.main(["genesis", str(tmp_path), *given[:3]])
    enodes = json.loads((tmp_path / "shared" / "static-nodes.json").read_text())
    assert enodes[3] == f"enode://{public[3]}@10.0.0.4:30303"
