"""What a file is, by its content, and what may happen to it. Pure: no database, no clock."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageOps

from seluma.lib.ids import Ref
from seluma.lib.papers import LONGEST_SECONDS, PDFIUM, TooLaborious, draw
from seluma.lib.workflow import START, Move, Workflow

UPLOADED, FROZEN, ACCEPTED, REJECTED = "uploaded", "frozen", "accepted", "rejected"
REPLACED, REMOVED = "replaced", "removed"

WORKFLOW = Workflow(
    owners={
        UPLOADED: "applicant",
        FROZEN: "officer",
        ACCEPTED: "",
        REJECTED: "applicant",
        REPLACED: "",
        REMOVED: "",
    },
    moves=(
        Move(START, "upload", UPLOADED),
        Move(UPLOADED, "replace", REPLACED),
        Move(UPLOADED, "remove", REMOVED),
        Move(UPLOADED, "freeze", FROZEN),
        Move(FROZEN, "accept", ACCEPTED),
        Move(FROZEN, "reject", REJECTED),
        Move(FROZEN, "replace", REPLACED),
        Move(ACCEPTED, "reject", REJECTED),
        Move(ACCEPTED, "replace", REPLACED),
        Move(REJECTED, "accept", ACCEPTED),
        Move(REJECTED, "reject", REJECTED),
        Move(REJECTED, "replace", REPLACED),
    ),
)
"""A document's life. "replace" happens to the old version when a new one is uploaded into an open slot."""

CURRENT = (UPLOADED, FROZEN, ACCEPTED, REJECTED)
"""States of the one version that stands in a slot."""

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
MEDIA_TYPES = {PDF: ("PDF", ".pdf"), PNG: ("PNG", ".png"), JPEG: ("JPEG", ".jpg")}
"""Media type → (name for people, ending of a file name)."""

MAX_PAGES = 100
MAX_PIXELS = {JPEG: 80_000_000, PNG: 40_000_000}
"""A JPEG is decoded at an eighth of its size to see that it is whole; a PNG needs all its pixels in memory."""
MAX_PREVIEW_PIXELS = 16_000_000
FILENAME_MAX = 120
REASON_MAX = 2000


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one file as other packages and pages see it. `size` in bytes, `digest` SHA-256 in hex."""

    id: UUID
    about: Ref
    slot: str
    version: int
    filename: str
    media_type: str
    size: int
    digest: str
    pages: int
    state: str
    reason: str
    uploaded_at: dt.datetime

    @property
    def ref(self) -> Ref:
        """The document as events name it."""
        return Ref("document", self.id)

    @property
    def is_current(self) -> bool:
        """Whether this version is the one that stands in its slot."""
        return self.state in CURRENT


@dataclass(frozen=True, slots=True)
class Folder:
    """All slots about one thing. Before the hand-over every slot is open, afterwards only those in `open_slots`."""

    about: Ref
    frozen: bool = False
    open_slots: frozenset[str] = frozenset()

    def is_open(self, slot: str) -> bool:
        """Whether a file may be put into the slot now."""
        return not self.frozen or slot in self.open_slots


@dataclass(frozen=True, slots=True)
class Content:
    """What the bytes really are. Images have one page and a size in pixels."""

    media_type: str
    pages: int
    pixels: tuple[int, int] | None = None


class Unfit(Exception):
    """These bytes cannot be taken. `why` is a key of `words.unfit`, `facts` fill its sentence."""

    def __init__(self, why: str, **facts: Any) -> None:
        super().__init__(why)
        self.why = why
        self.facts = facts


# What people send by mistake, recognised only to say so.
_OTHER_KINDS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "WebP"),
    (re.compile(rb"....ftyp(heic|heix|mif1|msf1|hevc)", re.DOTALL), "HEIC"),
    (re.compile(rb"....ftyp", re.DOTALL), "video"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "TIFF"),
    (re.compile(rb"BM......\x00\x00", re.DOTALL), "BMP"),
    (re.compile(rb"PK\x03\x04.{0,4096}(word/|\[Content_Types\])", re.DOTALL), "Word"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "Word"),
    (re.compile(rb"PK\x03\x04"), "ZIP"),
    (re.compile(rb"Rar!"), "RAR"),
    (re.compile(rb"MZ|\x7fELF"), "program"),
    (re.compile(rb"\s*<(!doctype\s+html|html|\?xml|svg|script)", re.IGNORECASE), "HTML"),
)


def guess(data: bytes) -> str | None:
    """A media type that we read, judged by the first bytes; None when it is none of them."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    # A byte-order mark or blank lines in front are common and harmless; anything else in front is not a PDF.
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return PDF
    return None


def guess_other(data: bytes) -> str | None:
    """A name for a kind of file that we do not read, to tell people what they chose; None when unknown."""
    return next((name for pattern, name in _OTHER_KINDS if pattern.match(data)), None)


def examine(
    data: bytes,
    *,
    types: Collection[str],
    max_bytes: int,
    min_pixels: tuple[int, int] | None = None,
    max_pages: int | None = None,
) -> Content:
    """What the bytes are, or `Unfit`. Judged by content alone; the file's name is not asked.

    `min_pixels` is width and height, asked of images only (a photo's print needs them); `max_pages` is asked
    of a PDF and is never more than `MAX_PAGES`.
    """
    if not data:
        raise Unfit("empty")
    if len(data) > max_bytes:
        raise Unfit("too_large", size=len(data), limit=max_bytes)
    media_type = guess(data)
    if media_type is None:
        raise Unfit("unknown_type", found=guess_other(data), types=tuple(types))
    if media_type not in types:
        raise Unfit("other_type", found=media_type, types=tuple(types))
    if media_type == PDF:
        return Content(PDF, _pdf_pages(data, min(max_pages or MAX_PAGES, MAX_PAGES)))
    width, height = _image_size(data, media_type)
    if min_pixels and (width < min_pixels[0] or height < min_pixels[1]):
        raise Unfit("too_small", width=width, height=height, min_width=min_pixels[0], min_height=min_pixels[1])
    return Content(media_type, 1, (width, height))


def _image_size(data: bytes, media_type: str) -> tuple[int, int]:
    try:
        # The stream is opened twice because verify() leaves the first one unusable.
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            if width * height > MAX_PIXELS[media_type]:
                raise Unfit("too_many_pixels", width=width, height=height)
            image.verify()
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            if media_type == JPEG:
                image.draft("RGB", (max(width // 8, 1), max(height // 8, 1)))
            image.load()
    except Unfit:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Unfit("too_many_pixels") from bomb
    except Exception as broken:
        # Hostile or broken bytes make the decoder raise nearly anything; whatever it is, the file is not readable.
        raise Unfit("damaged", found=media_type) from broken
    return width, height


def _pdf_pages(data: bytes, limit: int) -> int:
    with PDFIUM:
        try:
            pdf = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as broken:
            if getattr(broken, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
                raise Unfit("encrypted") from broken
            raise Unfit("damaged", found=PDF) from broken
        try:
            pages = len(pdf)
            if pages > limit:
                raise Unfit("too_many_pages", pages=pages, limit=limit)
            if pages == 0:
                raise Unfit("damaged", found=PDF)
            try:
                pdf[0].close()
            except pdfium.PdfiumError as broken:
                raise Unfit("damaged", found=PDF) from broken
            return pages
        finally:
            pdf.close()


def preview(data: bytes, media_type: str, *, page: int, scale: float) -> bytes:
    """The page (counted from 0) as PNG. `scale` 1.0 is 72 dots per inch for a PDF, and an image's own pixels.

    The picture is kept below `MAX_PREVIEW_PIXELS` by lowering the scale. IndexError when there is no such page.
    """
    image = _pdf_page(data, page, scale) if media_type == PDF else _shown_image(data, media_type, page, scale)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)  # a fifth larger, but much sooner there
    return out.getvalue()


def _pdf_page(data: bytes, page: int, scale: float) -> Image.Image:
    with PDFIUM:
        pdf = pdfium.PdfDocument(data)
        try:
            if not 0 <= page < len(pdf):
                raise IndexError(page)
            sheet = pdf[page]
            width, height = sheet.get_size()
            try:
                return draw(sheet, scale=_bounded(width, height, scale), grey=False, seconds=LONGEST_SECONDS)
            except TooLaborious as hostile:
                raise Unfit("damaged", found=PDF) from hostile
            finally:
                sheet.close()
        finally:
            pdf.close()


def _shown_image(data: bytes, media_type: str, page: int, scale: float) -> Image.Image:
    if page != 0:
        raise IndexError(page)
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
        factor = min(_bounded(*opened.size, scale), 1.0)
        size = max(round(opened.width * factor), 1), max(round(opened.height * factor), 1)
        if media_type == JPEG:
            opened.draft("RGB", size)  # unpacks no more than is shown
        image = opened.convert("RGBA" if "A" in opened.getbands() else "RGB").resize(size)
        return ImageOps.exif_transpose(image)


def _bounded(width: float, height: float, scale: float) -> float:
    most = (MAX_PREVIEW_PIXELS / max(width * height, 1.0)) ** 0.5
    return float(max(min(scale, most), 0.01))


def shown_name(name: str, media_type: str) -> str:
    """A file name that is safe to show and to save under: no folders, no control or direction marks, true ending.

    Only for people; nothing is ever stored or found under it.
    """
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(" " if unicodedata.category(c).startswith("Z") else c for c in bare if _is_visible(c))
    stem = re.sub(r'[<>:"|?*]', "_", " ".join(visible.split()))
    _kind, ending = MEDIA_TYPES[media_type]
    endings = {known for _name, known in MEDIA_TYPES.values()} | {".jpeg"}
    head, dot, tail = stem.rpartition(".")
    if dot and f".{tail.lower()}" in endings:
        stem = head
    return f"{stem.strip('. ')[: FILENAME_MAX - len(ending)].rstrip('. ') or 'berkas'}{ending}"


def _is_visible(character: str) -> bool:
    # Cc control, Cf direction marks and joiners, Cs/Co/Cn nothing that a font has; joiners are needed by real scripts.
    category = unicodedata.category(character)
    return category not in {"Cc", "Cf", "Cs", "Co", "Cn"} or character in {"\u200c", "\u200d"}
