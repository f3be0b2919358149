"""Verifier keys (C2SP signed-note, tlog-cosignature): name, kind, public key, and the id they give.

Three kinds of signature are known: Ed25519 over the note (01), the Ed25519 cosignature (04) and the ML-DSA-44
cosignature (06), which binds the signer's name and resists quantum computers.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from seluma.lib.tlog.encoding import bytes_of, text_of
from seluma.lib.tlog.errors import Unreadable
from seluma.lib.tlog.notes import SignatureLine, check_name


class Kind(IntEnum):
    """The signature type's identifier byte."""

    ED25519 = 0x01
    COSIGNATURE_ED25519 = 0x04
    COSIGNATURE_ML_DSA_44 = 0x06


SIZES: Final[Mapping[Kind, int]] = {
    Kind.ED25519: 32,
    Kind.COSIGNATURE_ED25519: 32,
    Kind.COSIGNATURE_ML_DSA_44: 1312,
}
"""Bytes of a public key."""

LOG_KINDS: Final = frozenset({Kind.ED25519, Kind.COSIGNATURE_ML_DSA_44})
WITNESS_KINDS: Final = frozenset({Kind.COSIGNATURE_ED25519, Kind.COSIGNATURE_ML_DSA_44})

_KEY_ID: Final = re.compile(r"[0-9a-f]{8}", re.ASCII)
_LONGEST_NAME: Final = 255

# Curve25519 in Edwards form (RFC 8032, section 5.1): -x² + y² = 1 + d x² y² modulo p.
_P: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _P) % _P
_Y_OF_ORDER_8: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_Y_OF_SMALL_ORDER: Final = frozenset({0, 1, _P - 1, _Y_OF_ORDER_8, _P - _Y_OF_ORDER_8})


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Whose signatures can be verified, and with what. Made by `read_key` or a signer."""

    name: str
    kind: Kind
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256 over name, newline, kind and public key."""
        return hashlib.sha256(f"{self.name}\n".encode() + bytes((self.kind,)) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The key as it is handed on: name, id in hexadecimal, kind and public key in base64, joined by plus signs."""
        return f"{self.name}+{self.key_id.hex()}+{text_of(bytes((self.kind,)) + self.public)}"

    def made(self, line: SignatureLine) -> bool:
        """Whether a signature line says that this key made it."""
        return (line.name, line.key_id) == (self.name, self.key_id)


def read_key(text: str) -> VerifierKey:
    """Read a verifier key.

    Raises Unreadable for a name with a space or a plus, an id that is not the key's, base64 that is not canonical, an
    unknown kind, a public key of another size, and an Ed25519 key that is no point of the curve or of small order:
    with such a key, signatures could be made by anybody.
    """
    name, first, rest = text.partition("+")
    key_id, second, encoded = rest.partition("+")
    if not first or not second:
        raise Unreadable("A verifier key is a name, an id and a public key with plus signs between them.")
    check_name(name)
    if len(name.encode()) > _LONGEST_NAME:
        raise Unreadable(f"The key name has more than {_LONGEST_NAME} bytes.")
    if _KEY_ID.fullmatch(key_id) is None:
        raise Unreadable(f"The key id of {name} is not eight digits 0-9, a-f.")
    data = bytes_of(encoded, f"The public key of {name}")
    kind = _kind(data, name)
    key = VerifierKey(name, kind, data[1:])
    if len(key.public) != SIZES[kind]:
        raise Unreadable(f"The public key of {name} has {len(key.public)} bytes, not {SIZES[kind]}.")
    if key.key_id.hex() != key_id:
        raise Unreadable(f"The key id of {name} does not belong to its key: a letter was lost or changed.")
    if kind != Kind.COSIGNATURE_ML_DSA_44:
        _check_point(key.public, name)
    return key


def _kind(data: bytes, name: str) -> Kind:
    try:
        return Kind(data[0])
    except IndexError:
        raise Unreadable(f"The public key of {name} is empty.") from None
    except ValueError:
        raise Unreadable(f"The key of {name} is of an unknown type ({data[0]:02x}).") from None


def _check_point(public: bytes, name: str) -> None:
    y = int.from_bytes(public, "little") & (1 << 255) - 1
    if y >= _P:
        raise Unreadable(f"The public key of {name} is not written canonically.")
    if y in _Y_OF_SMALL_ORDER:
        raise Unreadable(f"The public key of {name} is of small order: anybody could sign for it.")
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    if pow(square, (_P - 1) // 2, _P) != 1:
        raise Unreadable(f"The public key of {name} is no point of the curve.")
