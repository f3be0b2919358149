"""What a file is, is judged by its bytes; the name only has to be safe to show."""

from __future__ import annotations

import contextlib
import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from seluma.domains.documents import rules
from seluma.domains.documents.rules import JPEG, PDF, PNG, Unfit, examine, shown_name

from .papers import jpeg, pdf, png, png_bomb

ALL = (PDF, PNG, JPEG)


def why(data: bytes, *, types: tuple[str, ...] = ALL, max_bytes: int = 5_000_000, **more: Any) -> str:
    with pytest.raises(Unfit) as caught:
        examine(data, types=types, max_bytes=max_bytes, **more)
    return caught.value.why


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
    return out.getvalue()


class TestGoodFiles:
    def test_a_png_a_jpeg_and_a_pdf_are_read(self) -> None:
        assert examine(png(60, 80), types=ALL, max_bytes=10_000) == rules.Content(PNG, 1, (60, 80))
        assert examine(jpeg(600, 800), types=ALL, max_bytes=100_000) == rules.Content(JPEG, 1, (600, 800))
        assert examine(pdf(3), types=ALL, max_bytes=100_000) == rules.Content(PDF, 3)

    def test_a_pdf_that_opens_without_a_password_is_taken_even_if_printing_is_locked(self) -> None:
        assert examine(pdf(owner="bank"), types=ALL, max_bytes=100_000).pages == 1

    def test_a_photo_with_enough_pixels_passes(self) -> None:
        assert examine(jpeg(400, 600), types=[JPEG], max_bytes=100_000, min_pixels=(400, 600)).pixels == (400, 600)

    def test_a_byte_order_mark_in_front_of_a_pdf_is_harmless(self) -> None:
        assert rules.guess(b"\xef\xbb\xbf%PDF-1.7") == PDF
        assert rules.guess(b"<html>%PDF-1.7") is None


class TestUnfitFiles:
    def test_an_empty_file(self) -> None:
        assert why(b"") == "empty"

    def test_one_byte_more_than_the_limit(self) -> None:
        data = png()
        examine(data, types=ALL, max_bytes=len(data))
        assert why(data, max_bytes=len(data) - 1) == "too_large"

    @pytest.mark.parametrize(
        ("data", "found"),
        [
            (b"GIF89a......", "GIF"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
            (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
            (b"\0\0\0\x18ftypisom\0\0\0\0", "video"),
            (zipped(), "Word"),
            (b"PK\x03\x04plain", "ZIP"),
            (b"<!DOCTYPE html><html>", "HTML"),
            (b'<?xml version="1.0"?><svg/>', "HTML"),
            (b"MZ\x90", "program"),
            (b"hello", None),
        ],
    )
    def test_another_kind_of_file_is_called_by_its_name(self, data: bytes, found: str | None) -> None:
        with pytest.raises(Unfit) as caught:
            examine(data, types=ALL, max_bytes=10_000)
        assert caught.value.why == "unknown_type"
        assert caught.value.facts["found"] == found

    def test_a_kind_that_this_slot_does_not_take(self) -> None:
        assert why(pdf(), types=(JPEG,)) == "other_type"

    def test_a_pdf_locked_by_a_password(self) -> None:
        assert why(pdf(password="rahasia")) == "encrypted"

    def test_half_a_file(self) -> None:
        assert why(jpeg()[:-300]) == "damaged"
        assert why(png(400, 400)[:-30]) == "damaged"
        assert why(b"%PDF-1.7\nnothing behind the header") == "damaged"
        assert why(b"\x89PNG\r\n\x1a\n") == "damaged"
        assert why(b"\xff\xd8\xff\xe0junk") == "damaged"

    def test_more_pages_than_anybody_reads(self) -> None:
        assert examine(pdf(rules.MAX_PAGES), types=ALL, max_bytes=5_000_000).pages == rules.MAX_PAGES
        assert why(pdf(rules.MAX_PAGES + 1)) == "too_many_pages"
        assert why(pdf(rules.MAX_PAGES + 1), max_pages=1000) == "too_many_pages"

    def test_more_pages_than_this_slot_takes(self) -> None:
        assert examine(pdf(4), types=ALL, max_bytes=5_000_000, max_pages=4).pages == 4
        assert why(pdf(5), max_pages=4) == "too_many_pages"

    @pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (10_000, 9_000), (7_000, 6_000)])
    def test_a_decompression_bomb_is_refused_before_it_is_unpacked(self, width: int, height: int) -> None:
        assert why(png_bomb(width, height)) == "too_many_pixels"

    def test_a_photo_with_too_few_pixels(self) -> None:
        assert why(jpeg(399, 600), min_pixels=(400, 600)) == "too_small"
        assert why(jpeg(400, 599), min_pixels=(400, 600)) == "too_small"

    @settings(max_examples=300, deadline=None)
    @given(
        st.sampled_from([png(), jpeg(40, 40), pdf()]),
        st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=12),
        st.integers(0, 10**6),
    )
    def test_damaged_bytes_are_read_or_refused_and_nothing_else(
        self, data: bytes, changes: list[tuple[int, int]], cut: int
    ) -> None:
        broken = bytearray(data)
        for place, value in changes:
            broken[place % len(broken)] = value
        if cut % 3 == 0:
            broken = broken[: cut % (len(broken) + 1)]
        with contextlib.suppress(Unfit):
            examine(bytes(broken), types=ALL, max_bytes=5_000_000)


class TestNames:
    @pytest.mark.parametrize(
        ("given", "media_type", "shown"),
        [
            ("paspor.pdf", PDF, "paspor.pdf"),
            ("paspor.pdf", JPEG, "paspor.jpg"),
            ("FOTO.JPEG", JPEG, "FOTO.jpg"),
            (r"C:\Users\Ayu\surat.pdf", PDF, "surat.pdf"),
            ("../../etc/passwd", PDF, "passwd.pdf"),
            ("a\u202egpj.exe.pdf", PDF, "agpj.exe.pdf"),
            ("dua\nbaris\x00.png", PNG, "duabaris.png"),
            ("رسالة.pdf", PDF, "رسالة.pdf"),
            ("письмо 2026.pdf", PDF, "письмо 2026.pdf"),
            ('<b>"x".png', PNG, "_b__x_.png"),
            ("", PDF, "berkas.pdf"),
            ("...", PDF, "berkas.pdf"),
            (".pdf", PDF, "berkas.pdf"),
        ],
    )
    def test_a_name_is_made_safe_and_gets_its_true_ending(self, given: str, media_type: str, shown: str) -> None:
        assert shown_name(given, media_type) == shown

    @given(st.text(max_size=400))
    def test_any_name_becomes_a_short_plain_one(self, name: str) -> None:
        shown = shown_name(name, PDF)
        assert 4 < len(shown) <= rules.FILENAME_MAX
        assert shown.endswith(".pdf")
        assert not set(shown) & set('/\\<>:"|?*\n\r\0\u202e')


class TestPreview:
    def test_a_pdf_page_becomes_a_picture_at_the_scale(self) -> None:
        image = Image.open(io.BytesIO(rules.preview(pdf(2, size=100), PDF, page=1, scale=3)))
        assert (image.format, image.size) == ("PNG", (300, 300))

    def test_a_huge_page_is_shown_smaller_instead_of_filling_the_memory(self) -> None:
        image = Image.open(io.BytesIO(rules.preview(pdf(size=14_000), PDF, page=0, scale=10)))
        assert image.width * image.height <= rules.MAX_PREVIEW_PIXELS * 1.01

    def test_an_image_is_never_blown_up(self) -> None:
        assert Image.open(io.BytesIO(rules.preview(png(60, 80), PNG, page=0, scale=9))).size == (60, 80)
        assert Image.open(io.BytesIO(rules.preview(png(60, 80), PNG, page=0, scale=0.5))).size == (30, 40)

    def test_a_photo_is_turned_upright(self) -> None:
        out = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6  # the camera was turned by a quarter
        Image.new("RGB", (80, 40)).save(out, "JPEG", exif=exif)
        assert Image.open(io.BytesIO(rules.preview(out.getvalue(), JPEG, page=0, scale=1))).size == (40, 80)

    @pytest.mark.parametrize(("data", "kind"), [(pdf(2), PDF), (png(), PNG)])
    def test_there_is_no_page_before_the_first_or_after_the_last(self, data: bytes, kind: str) -> None:
        for page in (-1, 2):
            with pytest.raises(IndexError):
                rules.preview(data, kind, page=page, scale=1)
