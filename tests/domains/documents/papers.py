"""Files as people hand them in, and as they should not."""

from __future__ import annotations

import io
import struct
import zlib

import pikepdf
from PIL import Image


def png(width: int = 60, height: int = 80, colour: str = "white") -> bytes:
    return _image("PNG", width, height, colour)


def jpeg(width: int = 600, height: int = 800, colour: str = "white") -> bytes:
    return _image("JPEG", width, height, colour)


def _image(kind: str, width: int, height: int, colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()


def pdf(pages: int = 1, *, password: str | None = None, owner: str | None = None, size: float = 200) -> bytes:
    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page(page_size=(size, size))
    out = io.BytesIO()
    locked = pikepdf.Encryption(user=password or "", owner=owner or password or "") if password or owner else None
    document.save(out, encryption=locked or False)
    return out.getvalue()


def png_bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A few bytes that claim to be an enormous picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
