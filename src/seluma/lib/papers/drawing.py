"""Draws a page of a PDF within a limit of time: a small file can ask for hours of work."""

from __future__ import annotations

import math
import time
from typing import Any

import pypdfium2
import pypdfium2.internal as pdfium_i
import pypdfium2.raw as pdfium_c
from PIL import Image

LONGEST_SECONDS = 4.0
"""For all pages that are asked for together; a page of a real document takes less than half a second."""


class TooLaborious(Exception):
    """Drawing the page was given up."""


def draw(page: pypdfium2.PdfPage, *, scale: float, grey: bool, seconds: float) -> Image.Image:
    """The page on white, `scale` 1.0 being 72 dots an inch. To be called under `PDFIUM`.

    TooLaborious when it takes longer than `seconds`: PDFium asks between the page's objects whether it may go on.
    """
    width, height = math.ceil(page.get_width() * scale), math.ceil(page.get_height() * scale)
    form = pdfium_c.FPDFBitmap_Gray if grey else pdfium_c.FPDFBitmap_BGR
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, format=form)
    flags = pdfium_c.FPDF_ANNOT | (pdfium_c.FPDF_GRAYSCALE if grey else 0)
    until = time.monotonic() + seconds
    pause = pdfium_c.IFSDK_PAUSE(version=1)
    pdfium_i.set_callback(pause, "NeedToPauseNow", lambda _pause: time.monotonic() > until)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        state: Any = pdfium_c.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, width, height, 0, flags, pause)
        pdfium_c.FPDF_RenderPage_Close(page)
        if state == pdfium_c.FPDF_RENDER_TOBECONTINUED:
            raise TooLaborious
        if state != pdfium_c.FPDF_RENDER_DONE:
            raise ValueError("the page cannot be drawn")
        # Copied, for the bitmap's memory goes away with it.
        image: Image.Image = bitmap.to_pil().copy()
        return image
    finally:
        bitmap.close()
