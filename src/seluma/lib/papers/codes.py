"""Data Matrix codes (ISO/IEC 16022): drawn for print, and read back from photographs and PDFs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from threading import BoundedSemaphore

import zxingcpp
from PIL import Image

from seluma.lib.papers.pixels import Unscannable, pages, picture

__all__ = ["Unscannable", "data_matrix_svg", "read_codes", "side_mm"]

SCREEN_DPI, PRINT_DPI = 150, 300
MAX_BYTES = 1000
QUIET = 2
"""Modules of white on each side; the standard asks for one."""

_SCANNING = BoundedSemaphore(2)
"""Unpacked pictures are large, and anybody may send one: a process holds two at a time, the others wait."""

_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
_PATH = re.compile(r'<path d="([^"]+)"')


def data_matrix_svg(data: bytes, module_mm: float = 0.5) -> str:
    """A square Data Matrix of these exact bytes as SVG, `module_mm` millimetres a module, white margin included."""
    if not 0 < len(data) <= MAX_BYTES:
        raise ValueError(f"a Data Matrix here holds 1 to {MAX_BYTES} bytes, not {len(data)}")
    drawn = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.DataMatrix, force_square=True).to_svg()
    size, path = _SIZE.search(drawn), _PATH.search(drawn)
    if size is None or path is None or size[1] != size[2]:
        raise ValueError("the Data Matrix came out in an unknown form")
    # The drawing has one white module on each side already.
    modules = int(size[1]) + 2 * (QUIET - 1)
    side = f"{modules * module_mm:g}mm"
    corner = 1 - QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" '
        f'viewBox="{corner} {corner} {modules} {modules}">'
        f'<rect x="{corner}" y="{corner}" width="{modules}" height="{modules}" fill="#fff"/>'
        f'<path d="{path[1]}" fill="#000"/></svg>'
    )


def side_mm(svg: str) -> float:
    """How wide (and high) a code of `data_matrix_svg` is to be printed, in millimetres."""
    found = re.match(r'<svg [^>]*width="([\d.]+)mm"', svg)
    if found is None:
        raise ValueError("this is no code of ours")
    return float(found[1])


def read_codes(data: bytes) -> list[bytes]:
    """The exact bytes of every Data Matrix on a picture (PNG, JPEG) or the first pages of a PDF, each once.

    An empty list when the file can be looked at and shows none; `Unscannable` when it cannot be looked at.
    """
    with _SCANNING:
        if not is_pdf(data):
            return _look_closely(picture(data))
        # Most codes are found at screen resolution; a coarse scan inside a PDF needs more.
        return _first_found(pages(data, SCREEN_DPI)) or _first_found(pages(data, PRINT_DPI))


def is_pdf(data: bytes) -> bool:
    """Whether the bytes say that they are a PDF; the mark may stand anywhere in the first 1,024 bytes."""
    return b"%PDF-" in data[:1024]


def _first_found(images: Iterable[Image.Image]) -> list[bytes]:
    found: list[bytes] = []
    for image in images:
        found += [code for code in _look(image) if code not in found]
    return found


def _look_closely(image: Image.Image) -> list[bytes]:
    """A photograph: as it is, then smaller (noise and blur average out), then with another threshold."""
    found = _look(image)
    for share in (2, 3):
        if not found and min(image.size) > 400 * share:
            found = _look(image.reduce(share))
    if not found:
        found = _look(image, zxingcpp.Binarizer.GlobalHistogram)
    return found


def _look(image: Image.Image, binarizer: zxingcpp.Binarizer = zxingcpp.Binarizer.LocalAverage) -> list[bytes]:
    seen = zxingcpp.read_barcodes(image, formats=_FORMATS, binarizer=binarizer)
    return list(dict.fromkeys(bytes(code.bytes) for code in seen if code.valid))
