"""Papers: what is set, signed and scanned is the same thing afterwards, and bad files do no harm."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import re

import pikepdf
import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from seluma.lib import papers
from seluma.lib.papers import SignatureState, pixels

AT = dt.datetime(2026, 12, 7, 3, 0, tzinfo=dt.UTC)
SEAL = bytes(range(152))
LONG_NAME = ("Maximilian Bartholomew Alexander Montgomery Featherstonehaugh " * 2)[:120]


def both(id_: str, en: str) -> dict[str, str]:
    return {"id": id_, "en": en}


def permit_data(
    *, name: str = "Anna Maria Eriksson", test: bool = True, law: str = "UU 6/2011, Pasal 52"
) -> dict[str, object]:
    return {
        "test": test,
        "office": {
            "name": "Imigrasi Contoh",
            "tagline": both("Pelayanan satu pintu", "One-stop service"),
            "address": "Tais",
        },
        "foot": "SL2600417",
        "title": both("Izin Tinggal Terbatas", "Limited Stay Permit"),
        "number": "SL2600417",
        "index": "E30A",
        "valid_from": both("Jumat, 15 Januari 2027", "Friday, 15 January 2027"),
        "valid_until": both("Jumat, 14 Januari 2028", "Friday, 14 January 2028"),
        "statement": both("Pemegang izin ini boleh tinggal.", "The holder may stay."),
        "holder": {
            "name": name,
            "nationality": both("Swedia", "Sweden"),
            "passport_number": "L898902C3",
            "sex": both("Perempuan", "Female"),
            "birth_date": both("12 Agustus 1974", "12 August 1974"),
        },
        "decided_on": both("Senin, 7 Desember 2026", "Monday, 7 December 2026"),
        "service": both("Perpanjangan izin tinggal pelajar", "Extension of a student's stay permit"),
        "legal_base": both(law, law),
        "link": {"url": "https://example.org/id/periksa/X", "text": "example.org/id/periksa/X"},
        "code": "7K2QMX-40PZRA-9WHD3T",
        "mrz": ["ARUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "SL26004174SWE7408122F2801146L898902C"],
        "seal": {"side_mm": 27, "alt": "Segel / Seal"},
    }


def permit(seal: bytes = SEAL, **changes: object) -> bytes:
    data = permit_data(**changes)  # type: ignore[arg-type]
    drawn = papers.data_matrix_svg(seal)
    data["seal"] = {"side_mm": papers.side_mm(drawn), "alt": "Segel / Seal"}
    return papers.typeset("stay-permit", data, timestamp=AT, images={"seal": drawn})


def certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: tuple[x509.Name, ec.EllipticCurvePrivateKey] | None = None
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "UT"), x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "crl_sign", "encipher_only", "decipher_only"), False
    )
    authority = issuer is None
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0] if issuer else subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime(2020, 1, 1))
        .not_valid_after(dt.datetime(2049, 1, 1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not authority, content_commitment=not authority, key_cert_sign=authority, **usage
            ),
            critical=True,
        )
        .sign(issuer[1] if issuer else key, hashes.SHA256())
    )


class Signer:
    """An authority and a signer below it."""

    def __init__(self, name: str) -> None:
        authority_key, self.key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self.root = certificate(f"{name} CA", authority_key)
        self.certificate = certificate(name, self.key, (self.root.subject, authority_key))

    def sign(self, pdf: bytes) -> bytes:
        return papers.sign(
            pdf,
            key=self.key,
            certificate=self.certificate,
            reason="Izin",
            field="Segel / Seal",
            at=AT,
            chain=[self.root],
        )


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer("TEST papers")


@pytest.fixture(scope="module")
def signed(signer: Signer) -> bytes:
    return signer.sign(permit())


def text_of(pdf: bytes) -> str:
    with papers.PDFIUM:
        return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range())


def pages_of(pdf: bytes) -> int:
    with papers.PDFIUM:
        return len(pypdfium2.PdfDocument(pdf))


def photograph(pdf: bytes, *, dpi: int = 150, angle: float = 0, quality: int | None = None) -> bytes:
    with papers.PDFIUM:
        image = pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("RGB")
    if angle:
        image = image.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality) if quality else image.save(out, "PNG")
    return out.getvalue()


# Setting


def test_the_same_paper_comes_out_twice_the_same() -> None:
    assert permit() == permit()


def test_a_permit_is_tagged_and_says_so() -> None:
    with pikepdf.open(io.BytesIO(permit())) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("id")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
            assert "SL2600417" in meta["dc:title"]


def test_a_test_paper_says_so_in_two_languages_and_another_does_not() -> None:
    assert "CONTOH / SPECIMEN — UTO" in text_of(permit())
    assert "SPECIMEN" not in text_of(permit(test=False))


@pytest.mark.parametrize("name", [LONG_NAME, "Sukarno", "王小明", "محمد علي", "Дмитрий Фёдоров", "Nguyễn Thị Ánh"])
def test_a_name_of_any_known_script_stays_on_one_page(name: str) -> None:
    assert papers.missing_glyphs(name) == set()
    pdf = permit(name=name, law="Undang-Undang Nomor 6 Tahun 2011 tentang Keimigrasian, Pasal 52 huruf a; " * 4)
    assert pages_of(pdf) == 1
    assert papers.read_codes(pdf) == [SEAL]


@pytest.mark.parametrize(
    ("text", "missing"), [("Anna ᚠ", {"ᚠ"}), ("😀 Ayu 𠀀", {"😀", "𠀀"}), ("a\x07b", {"\x07"}), ("", set())]
)
def test_a_character_without_glyph_is_known_beforehand(text: str, missing: set[str]) -> None:
    assert papers.missing_glyphs(text) == missing


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_what_is_not_missing_can_be_set(text: str) -> None:
    if not papers.missing_glyphs(text):
        permit(name=text or "-")


def test_markup_in_a_name_stays_text() -> None:
    assert "#panic() *x* $1$" in text_of(permit(name="#panic() *x* $1$"))


def test_a_character_without_glyph_stops_the_paper() -> None:
    with pytest.raises(papers.CannotSet):
        permit(name="ᚠ")


# Codes


def test_a_code_is_half_a_millimetre_a_module() -> None:
    drawn = papers.data_matrix_svg(SEAL)
    modules = re.search(r'viewBox="-1 -1 (\d+) ', drawn)
    assert modules
    assert papers.side_mm(drawn) == int(modules[1]) / 2


@pytest.mark.parametrize("size", [1, 3, 44, 152, 300])
def test_the_permit_at_150_dots_gives_back_the_exact_bytes(size: int) -> None:
    seal = os.urandom(size)
    pdf = permit(seal)
    assert papers.read_codes(photograph(pdf)) == [seal]
    assert papers.read_codes(pdf) == [seal]


def test_a_slanted_compressed_photograph_is_read() -> None:
    assert papers.read_codes(photograph(permit(), dpi=220, angle=7, quality=55)) == [SEAL]


def test_a_paper_without_code_gives_none() -> None:
    assert papers.read_codes(photograph(permit())[:0] or blank()) == []


def blank() -> bytes:
    out = io.BytesIO()
    Image.new("L", (800, 600), 255).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_an_image"),
        (b"hello", "not_an_image"),
        (b"GIF89a" + bytes(40), "not_an_image"),
        (b"%PDF-1.7\nnothing", "damaged"),
    ],
)
def test_another_file_is_refused_by_one_error(data: bytes, reason: str) -> None:
    with pytest.raises(papers.Unscannable, match=reason):
        papers.read_codes(data)


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(papers.Unscannable, match="too_large"):
        papers.read_codes(out.getvalue())


def test_a_see_through_picture_is_refused_where_it_would_need_too_much_memory() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (5000, 5000)).save(out, "PNG")
    with pytest.raises(papers.Unscannable, match="too_large"):
        papers.read_codes(out.getvalue())


def test_a_page_of_any_size_is_rendered_within_a_limit() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_000, 14_000)
    out = io.BytesIO()
    document.save(out)
    (page,) = pixels.pages(out.getvalue(), 300)
    assert page.width * page.height <= pixels.MAX_PAGE_PIXELS * 1.01


@pytest.mark.parametrize("kind", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_code_on_a_clear_ground_is_read_whatever_the_kind_of_picture(kind: str) -> None:
    drawn = Image.open(io.BytesIO(photograph(permit()))).convert("L").point(lambda grey: 255 if grey > 127 else 0)
    if kind in ("LA", "RGBA"):
        ink = Image.new(kind, drawn.size, 0)
        ink.putalpha(drawn.point(lambda grey: 255 - grey))
        drawn = ink
    else:
        drawn = drawn.convert(kind)
    out = io.BytesIO()
    drawn.save(out, "PNG", **({"transparency": 255} if kind in ("L", "P") else {}))
    assert papers.read_codes(out.getvalue()) == [SEAL]


def test_an_encrypted_pdf_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(permit())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    with pytest.raises(papers.Unscannable, match="encrypted"):
        papers.read_codes(out.getvalue())


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("kind", ["png", "jpeg", "pdf"])
def test_half_a_file_never_crashes(kind: str, share: float) -> None:
    whole = {"png": photograph(permit()), "jpeg": photograph(permit(), quality=80), "pdf": permit()}[kind]
    with contextlib.suppress(papers.Unscannable):
        papers.read_codes(whole[: int(len(whole) * share)])


# Signatures


def test_the_marks_of_accessibility_and_the_signature_live_together(signer: Signer, signed: bytes) -> None:
    unsigned = permit()
    assert signed.startswith(unsigned), "signing only adds"
    check = papers.check_signature(signed, [signer.root], at=AT)
    assert check.state is SignatureState.INTACT
    assert check.signer == "TEST papers"
    assert check.signed_at == AT
    with pikepdf.open(io.BytesIO(signed)) as after, pikepdf.open(io.BytesIO(unsigned)) as before:
        for key in ("/StructTreeRoot", "/MarkInfo", "/Lang", "/ViewerPreferences"):
            assert after.Root[key].unparse(resolved=True) == before.Root[key].unparse(resolved=True)
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        widget = after.Root.AcroForm.Fields[0]
        assert int(widget.F) & 2, "the widget is hidden"
        assert str(widget.TU) == "Segel / Seal"
    assert papers.read_codes(signed) == [SEAL]


def test_signing_twice_gives_the_same_bytes(signer: Signer, signed: bytes) -> None:
    assert signer.sign(permit()) == signed


def test_a_changed_byte_breaks_the_signature(signer: Signer, signed: bytes) -> None:
    place = signed.index(b"endstream") - 20
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    assert papers.check_signature(changed, [signer.root], at=AT).state is SignatureState.BROKEN


def test_something_added_after_signing_breaks_the_signature(signer: Signer, signed: bytes) -> None:
    added = Signer("Somebody").sign
    assert papers.check_signature(signed + b"\n%more\n", [signer.root], at=AT).state is not SignatureState.INTACT
    assert papers.check_signature(added(permit()), [signer.root], at=AT).state is SignatureState.UNTRUSTED


def test_a_paper_without_signature_is_unsigned(signer: Signer) -> None:
    assert papers.check_signature(permit(), [signer.root], at=AT).state is SignatureState.UNSIGNED
    assert papers.check_signature(b"rubbish", [signer.root], at=AT).state is SignatureState.UNSIGNED


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_checking_a_damaged_file_never_raises_and_never_says_intact(data: st.DataObject) -> None:
    whole = _SIGNED
    place = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(1, 40))
    damaged = whole[:place] + data.draw(st.binary(min_size=length, max_size=length)) + whole[place + length :]
    check = papers.check_signature(damaged, [_SIGNER.root], at=AT)
    assert check.state is not SignatureState.INTACT or damaged == whole


_SIGNER = Signer("TEST damaged")
_SIGNED = _SIGNER.sign(permit())
