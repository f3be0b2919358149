"""From uploaded bytes to grey pixels, within limits: pictures (PNG, JPEG) and the pages of a PDF."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from threading import Lock

import pypdfium2
from PIL import Image

from seluma.lib.papers import drawing

MAX_PIXELS = 60_000_000
"""Most pixels of a picture; a phone's camera takes 12 to 50 million."""
MAX_SEE_THROUGH_PIXELS = 20_000_000
"""Of one with transparency, which needs much more memory: a screenshot, never a photograph."""
MAX_PAGE_PIXELS = 18_000_000
"""Most pixels of a rendered page: A3 at 300 dots an inch. A page of a few bytes can ask for any number."""
MAX_PAGES = 4
"""Pages of a PDF that are looked at; our papers have one or two."""

PDFIUM = Lock()
"""PDFium may run once at a time in a process: whoever calls it holds this lock."""


class Unscannable(Exception):
    """These bytes are not a picture or PDF that can be looked at. `str()` is one of `REASONS`."""

    REASONS = ("not_an_image", "too_large", "encrypted", "damaged")


def picture(data: bytes) -> Image.Image:
    """The picture in grey; PNG and JPEG only. The size is read and judged before any pixel is unpacked."""
    try:
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
    except Exception as reason:  # a hostile file makes Pillow's readers raise whatever they like
        too_large = isinstance(reason, Image.DecompressionBombError)
        raise Unscannable("too_large" if too_large else "not_an_image") from reason
    if image.width * image.height > MAX_PIXELS:
        raise Unscannable("too_large")
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if see_through and image.width * image.height > MAX_SEE_THROUGH_PIXELS:
        raise Unscannable("too_large")
    try:
        if see_through:
            return _on_white(image)
        # A JPEG can be unpacked to grey at once; other formats do not listen.
        image.draft("L", image.size)
        return image.convert("L")
    except Exception as reason:
        raise Unscannable("damaged") from reason


def _on_white(image: Image.Image) -> Image.Image:
    clear = image.convert("LA")
    return Image.composite(clear.getchannel("L"), Image.new("L", clear.size, "white"), clear.getchannel("A"))


def pages(data: bytes, dpi: int) -> Iterator[Image.Image]:
    """The first pages of a PDF in grey at `dpi`; huge pages at fewer dots, so that none has more than
    `MAX_PAGE_PIXELS`.
    """
    with PDFIUM:
        document = _open(data)
        count = min(len(document), MAX_PAGES)
    left = drawing.LONGEST_SECONDS
    try:
        for number in range(count):
            with PDFIUM:
                began = time.monotonic()
                image = _render(document, number, dpi, seconds=left)
                left -= time.monotonic() - began
            yield image
    finally:
        with PDFIUM:
            document.close()


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as reason:
        raise Unscannable("encrypted" if "password" in str(reason).lower() else "damaged") from reason


def _render(document: pypdfium2.PdfDocument, number: int, dpi: int, *, seconds: float) -> Image.Image:
    try:
        page = document[number]
        points = max(page.get_width() * page.get_height(), 1.0)
        scale = min(dpi / 72, (MAX_PAGE_PIXELS / points) ** 0.5)
        image = drawing.draw(page, scale=scale, grey=True, seconds=seconds)
        page.close()
    except drawing.TooLaborious as reason:
        raise Unscannable("too_large") from reason
    except Exception as reason:  # a broken page, a page of no size
        raise Unscannable("damaged") from reason
    return image.convert("L")
