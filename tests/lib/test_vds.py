"""Visible digital seals: reading, writing, verifying."""

import base64
import datetime
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seluma.lib import vds
from seluma.lib.vds import c40

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure

EXAMPLES = json.loads((Path(__file__).parent / "data/vds_examples.json").read_text())
VECTORS = {vector["name"]: vector for vector in EXAMPLES["vectors"]}
PERMIT = bytes.fromhex(VECTORS["residentPermit"]["hex"])
VISA = bytes.fromhex(VECTORS["visa_224bitSig"]["hex"])

P256 = ec.derive_private_key(0x5E1A, ec.SECP256R1())
BRAINPOOL = ec.derive_private_key(0x5E1B, ec.BrainpoolP256R1())
ORDERS = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
}

CONTENT = vds.SealToSign(
    country="UTO",
    signer="UTTS",
    certificate_reference="5C",
    issue_date=datetime.date(2026, 2, 28),
    signature_date=datetime.date(2026, 3, 1),
    document_type="fb06",
    features=(
        vds.Feature.of_text(2, "ATUTOERIKSSON<<ANNA<MARIA".ljust(72, "<")),
        vds.Feature.of_text(3, "UFO001979"),
    ),
)


def certificate_for(key: ec.EllipticCurvePrivateKey, *, serial: int = 0x5C, name: str = "TS") -> x509.Certificate:
    """A self-signed certificate whose subject is C=UT and this name."""
    subject = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "UT"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, name),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(datetime.datetime(2026, 1, 1))
        .not_valid_after(datetime.datetime(2036, 1, 1))
        .sign(key, hashes.SHA256())
    )


PUBLISHED = {
    name: vds.load_certificate(base64.b64decode(entry["der_base64"])) for name, entry in EXAMPLES["certs"].items()
}
OURS = certificate_for(P256)
OURS_BRAINPOOL = certificate_for(BRAINPOOL)
EVERY = [*PUBLISHED.values(), OURS, OURS_BRAINPOOL]


def flips(seal: bytes) -> Iterator[bytes]:
    """The seal with each of its bits flipped in turn."""
    for place in range(len(seal) * 8):
        changed = bytearray(seal)
        changed[place // 8] ^= 0x80 >> place % 8
        yield bytes(changed)


# --- the published seals -------------------------------------------------------------


@pytest.mark.parametrize("vector", EXAMPLES["vectors"], ids=lambda v: v["name"])
def test_each_published_seal_is_read_as_published(vector: dict[str, Any]) -> None:
    described = vds.describe(vds.decode(bytes.fromhex(vector["hex"])))
    assert described["version"] == 4
    assert described["country"] == vector["country"]
    assert described["signer"] == vector["signer"]
    assert described["certificate_reference"] == vector["cert_ref"]
    assert described["issue_date"] == vector["issue"]
    assert described["signature_date"] == vector["signed"]
    assert described["document_type"] == vector["doc_ref"]
    features = described["features"]
    assert isinstance(features, list)
    texts = [m.get("c40", "160 days") for m in vector["messages"]]
    assert [f["text"] for f in features] == texts
    assert [f["hex"] for f in features] == [m["hex"] for m in vector["messages"]]
    assert [f["tag"] for f in features] == [m["tag"] for m in vector["messages"]]


def test_the_published_residence_permit_verifies_with_its_certificate() -> None:
    seal = vds.decode(PERMIT)
    assert vds.verify(seal, [PUBLISHED["UTTS5B"]]) == "valid"
    assert vds.verify(seal, EVERY) == "valid"


def test_the_published_visa_on_a_curve_of_224_bits_is_unverified() -> None:
    assert vds.verify(vds.decode(VISA), [PUBLISHED["DETS32"]]) == "unverified"


def test_a_published_seal_is_written_again_to_the_byte() -> None:
    seal = vds.decode(PERMIT)
    assert seal.issue_date is not None
    assert seal.signature_date is not None
    content = vds.SealToSign(
        country=seal.country,
        signer=seal.signer,
        certificate_reference=seal.certificate_reference,
        issue_date=seal.issue_date,
        signature_date=seal.signature_date,
        document_type=seal.document_type,
        features=seal.features,
    )
    assert vds.encode(content) == seal.signed
    assert vds.attach(vds.encode(content), seal.signature) == PERMIT


# --- verifying -------------------------------------------------------------------------


@pytest.mark.parametrize("key", [P256, BRAINPOOL], ids=["P-256", "brainpoolP256r1"])
@pytest.mark.parametrize("version", [3, 4])
def test_a_seal_of_ours_verifies_on_both_curves_and_in_both_versions(
    key: ec.EllipticCurvePrivateKey, version: vds.Version
) -> None:
    data = vds.sign(replace(CONTENT, version=version), key)
    seal = vds.decode(data)
    assert seal.version == version
    assert vds.verify(seal, [certificate_for(key)]) == "valid"


def test_a_seal_whose_certificate_is_not_at_hand_is_unverified() -> None:
    seal = vds.decode(vds.sign(CONTENT, P256))
    assert vds.verify(seal, []) == "unverified"
    assert vds.verify(seal, [certificate_for(P256, serial=0x5D)]) == "unverified"
    assert vds.verify(seal, [certificate_for(P256, name="TT")]) == "unverified"


def test_a_seal_signed_with_another_key_is_invalid() -> None:
    seal = vds.decode(vds.sign(CONTENT, BRAINPOOL))
    assert vds.verify(seal, [OURS]) == "invalid"
    assert vds.verify(seal, [OURS, OURS_BRAINPOOL]) == "valid"


def test_the_leading_zeros_of_a_reference_do_not_count() -> None:
    content = replace(CONTENT, certificate_reference="000005C")
    assert vds.verify(vds.decode(vds.sign(content, P256)), [OURS]) == "valid"


def test_a_certificate_of_another_kind_of_key_leaves_the_seal_unverified() -> None:
    key = ec.derive_private_key(7, ec.SECP384R1())
    seal = vds.decode(vds.sign(CONTENT, P256))
    assert vds.verify(seal, [certificate_for(key)]) == "unverified"


def test_a_certificate_whose_subject_names_no_signer_is_passed_over() -> None:
    subject = x509.Name([])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(P256.public_key())
        .serial_number(0x5C)
        .not_valid_before(datetime.datetime(2026, 1, 1))
        .not_valid_after(datetime.datetime(2036, 1, 1))
        .sign(P256, hashes.SHA256())
    )
    assert vds.identity(certificate) is None
    seal = vds.decode(vds.sign(CONTENT, P256))
    assert vds.verify(seal, [certificate, OURS]) == "valid"


@pytest.mark.parametrize(
    "data",
    [
        PERMIT,
        VISA,
        vds.sign(CONTENT, P256),
        vds.sign(CONTENT, BRAINPOOL),
        vds.sign(replace(CONTENT, version=3), P256),
        vds.sign(replace(CONTENT, document_type="aa02", features=()), P256),
    ],
    ids=["published", "published P-224", "P-256", "brainpool", "version 3", "bare"],
)
def test_no_flipped_bit_of_a_seal_ever_verifies(data: bytes) -> None:
    for changed in flips(data):
        try:
            seal = vds.decode(changed)
        except vds.Unreadable:
            continue
        assert vds.verify(seal, EVERY) != "valid", changed.hex()


def test_neither_a_missing_nor_an_added_byte_of_a_seal_ever_verifies() -> None:
    for size in range(len(PERMIT)):
        with pytest.raises(vds.Unreadable):
            vds.decode(PERMIT[:size])
    for byte in range(256):
        with pytest.raises(vds.Unreadable):
            vds.decode(PERMIT + bytes((byte,)))


def test_a_signature_length_in_a_longer_form_is_unreadable() -> None:
    start = len(PERMIT) - 66
    assert PERMIT[start : start + 2] == b"\xff\x40"
    for length in (b"\x81\x40", b"\x82\x00\x40", b"\x83\x00\x00\x40"):
        with pytest.raises(vds.Unreadable, match="shortest"):
            vds.decode(PERMIT[: start + 1] + length + PERMIT[start + 2 :])


@pytest.mark.parametrize("size", [0, 1, 63, 65, 127, 128, 300])
def test_a_signature_of_another_size_is_read_and_invalid(size: int) -> None:
    length = {127: b"\x7f", 128: b"\x81\x80", 300: b"\x82\x01\x2c"}
    signed = vds.encode(CONTENT)
    data = signed + b"\xff" + length.get(size, bytes((size % 128,))) + bytes(size)
    assert vds.verify(vds.decode(data), [OURS]) == "invalid"


def test_a_right_signature_filled_up_to_another_size_is_invalid() -> None:
    seal = vds.decode(vds.sign(CONTENT, P256))
    filled = seal.signature[:32] + b"\0" + seal.signature[32:]
    data = seal.signed + b"\xff\x41" + filled
    assert vds.verify(vds.decode(data), [OURS]) == "invalid"


@pytest.mark.parametrize("byte", [0x00, 0xFF])
def test_a_signature_out_of_range_is_invalid(byte: int) -> None:
    data = vds.attach(vds.encode(CONTENT), bytes((byte,)) * 64)
    assert vds.verify(vds.decode(data), [OURS]) == "invalid"


def test_the_other_form_of_a_signature_verifies_too_and_covers_the_same_bytes() -> None:
    """ECDSA's (r, n - s): documented, harmless, and why bytes are no identity."""
    seal = vds.decode(vds.sign(CONTENT, P256))
    s = ORDERS["secp256r1"] - int.from_bytes(seal.signature[32:], "big")
    twin = vds.attach(seal.signed, seal.signature[:32] + s.to_bytes(32, "big"))
    assert vds.verify(vds.decode(twin), [OURS]) == "valid"
    assert vds.decode(twin).signed == seal.signed


# --- reading untidy seals --------------------------------------------------------------


def with_header(header: str, issued: str = "0f7134") -> bytes:
    """A seal with this header up to the dates, no features, a signature of zeros."""
    dates_and_type = issued + "6ecf47" + "fb06"
    return bytes.fromhex(header + dates_and_type + "ff40" + "00" * 64)


def test_a_reference_whose_length_reads_zero_is_read_as_in_version_3() -> None:
    seal = vds.decode(with_header("dc03d9c5" + c40.encode("UTTS0005B").hex()))
    assert (seal.version, seal.signer) == (4, "UTTS")
    assert seal.certificate_reference == "0005B"
    assert vds.names(seal, PUBLISHED["UTTS5B"])


def test_a_reference_of_no_characters_is_read_as_empty() -> None:
    # The first two bytes of the second date could be C40 text, those of the first could not.
    for issued in ("0f7134", "abb134"):
        seal = vds.decode(with_header("dc03d9c5" + c40.encode("UTTS00").hex(), issued))
        assert (seal.signer, seal.certificate_reference) == ("UTTS", "")
        assert vds.verify(seal, EVERY) == "unverified"


def test_a_length_that_cannot_be_one_is_read_as_in_version_3() -> None:
    for reference in ("XYZ12", "10027"):  # no number; a number larger than what follows
        seal = vds.decode(with_header("dc03d9c5" + c40.encode("UTTS" + reference).hex()))
        assert seal.certificate_reference == reference


def test_unknown_types_tags_and_long_forms_of_lengths_are_read() -> None:
    signed = vds.encode(replace(CONTENT, document_type="aa02", features=()))
    features = "00810141" + "fe82000142" + "1083000000"
    data = signed + bytes.fromhex(features + "ff40" + "00" * 64)
    described = vds.describe(vds.decode(data))
    assert described["document_type"] == "aa02"
    assert described["features"] == [
        {"tag": "00", "hex": "41", "text": "A"},
        {"tag": "fe", "hex": "42", "text": "B"},
        {"tag": "10", "hex": "", "text": None},
    ]


def test_features_that_are_no_text_have_no_text() -> None:
    odd, latin = vds.Feature(3, b"123"), vds.Feature(9, "\u00e9".encode("latin-1"))
    described = vds.describe(replace(vds.decode(PERMIT), features=(odd, latin)))
    assert described["features"] == [
        {"tag": "03", "hex": "313233", "text": None},
        {"tag": "09", "hex": "e9", "text": None},
    ]


def test_a_date_of_zero_bytes_is_no_date() -> None:
    header = "dc03d9c5" + c40.encode("UTTS025B").hex() + "000000" * 2 + "fb06"
    described = vds.describe(vds.decode(bytes.fromhex(header + "ff40" + "00" * 64)))
    assert described["issue_date"] is described["signature_date"] is None


def test_a_seal_has_the_country_of_one_letter_in_either_writing() -> None:
    rest = c40.encode("UTTS025B").hex()
    for country in ("6abc", "fe45"):
        assert vds.decode(with_header("dc03" + country + rest)).country == "D"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xdc",
        b"\xdd" + PERMIT[1:],
        b"\xdc\x01" + PERMIT[2:],
        b"\xdc\x04" + PERMIT[2:],
        PERMIT[:-66],  # no signature
        PERMIT[:20],
        with_header("dc03d9c5" + "00000000" + "00000000"),
        with_header("dc02d9c5" + c40.encode("UTTS005B").hex()),
        b"\xdc\x03" * 100_000,
    ],
    ids=["empty", "short", "magic", "version 1", "version 4", "unsigned", "cut", "zeros", "eight", "huge"],
)
def test_what_is_no_seal_is_unreadable_in_one_sentence(data: bytes) -> None:
    with pytest.raises(vds.Unreadable, match=r"^[A-Z][^\n]*\.$"):
        vds.decode(data)


def test_a_hundred_thousand_damaged_seals_raise_nothing_but_unreadable() -> None:
    chance = random.Random(9303)
    seals = [PERMIT, VISA, vds.sign(replace(CONTENT, version=3), P256)]
    seals.append(with_header("dc03d9c5" + c40.encode("UTTS0005B").hex()))
    described = 0
    for round_ in range(100_000):
        data = bytearray(chance.choice(seals))
        if round_ % 10 == 0:
            data = bytearray(b"\xdc\x03" + chance.randbytes(chance.randrange(200)))
        elif round_ % 10 == 1:
            data = bytearray(chance.randbytes(chance.randrange(200)))
        else:
            for _ in range(chance.choice((1, 1, 2, 5))):
                place = chance.randrange(len(data))
                skip = chance.choice((0, 1, 1, 1, 1, 5))
                more = chance.randbytes(chance.choice((0, 1, 1, 1, 1, 5)))
                data[place : place + skip] = more
        try:
            seal = vds.decode(bytes(data))
        except vds.Unreadable:
            continue
        json.dumps(vds.describe(seal))
        described += 1
        # Verifying is slow: one in fifty, by certificates that it often names.
        if described % 50 == 0 and bytes(data) not in seals:
            assert vds.verify(seal, EVERY) != "valid"
    assert described > 10_000


# --- writing -----------------------------------------------------------------------------


@st.composite
def contents(draw: st.DrawFn) -> vds.SealToSign:
    version: vds.Version = draw(st.sampled_from([3, 4]))
    tags = draw(st.lists(st.integers(1, 254), unique=True, max_size=6))
    features = tuple(vds.Feature(tag, draw(st.binary(max_size=254))) for tag in tags)
    letters = "ABCXYZ"
    return vds.SealToSign(
        version=version,
        country=draw(st.text(letters, min_size=1, max_size=3)),
        signer=draw(st.text(letters, min_size=2, max_size=2))
        + draw(st.text(letters + "0123456789", min_size=2, max_size=2)),
        certificate_reference=draw(st.text("0123456789ABCDEF", min_size=1, max_size=5 if version == 3 else 40)),
        issue_date=draw(st.dates()),
        signature_date=draw(st.dates()),
        document_type=draw(st.sampled_from(["aa02", "0101", "fe10"])),
        features=features,
    )


@UNHURRIED
@given(content=contents(), key=st.sampled_from([P256, BRAINPOOL]))
def test_what_is_signed_is_read_back_the_same_and_verifies(
    content: vds.SealToSign, key: ec.EllipticCurvePrivateKey
) -> None:
    seal = vds.decode(vds.sign(content, key))
    for field in ("version", "country", "signer", "issue_date", "signature_date"):
        assert getattr(seal, field) == getattr(content, field)
    assert (seal.document_type, seal.features) == (
        content.document_type,
        content.features,
    )
    reference = content.certificate_reference
    assert seal.certificate_reference == (reference.zfill(5) if content.version == 3 else reference)
    assert seal.signed == vds.encode(content)
    certificate = certificate_for(key)
    found = vds.identity(certificate)
    renamed = replace(content, signer="UTTS", certificate_reference="5C")
    assert found == ("UTTS", "5C")
    assert vds.verify(vds.decode(vds.sign(renamed, key)), [certificate]) == "valid"


def test_lengths_and_countries_are_written_as_the_standard_has_them() -> None:
    content = replace(CONTENT, country="D", certificate_reference="A" * 26, document_type="aa02")
    for size, length in ((0, "00"), (127, "7f"), (128, "8180"), (254, "81fe")):
        data = vds.encode(replace(content, features=(vds.Feature(7, bytes(size)),)))
        assert data.hex().startswith("dc036abc" + c40.encode("UTTS1A").hex())
        assert data.hex().endswith("aa0207" + length + "00" * size)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": 5}, "version"),
        ({"country": "UTOP"}, "country"),
        ({"country": "uto"}, "country"),
        ({"country": ""}, "country"),
        ({"signer": "UT"}, "signer"),
        ({"signer": "12TS"}, "signer"),
        ({"certificate_reference": ""}, "reference"),
        ({"certificate_reference": "5c"}, "reference"),
        ({"certificate_reference": "XYZ"}, "reference"),
        ({"certificate_reference": "1" * 41}, "more than 40"),
        ({"version": 3, "certificate_reference": "123456"}, "more than 5"),
        ({"document_type": "FB06"}, "document type"),
        ({"document_type": "fb00"}, "00"),
        ({"features": (vds.Feature(2, b"1"),)}, "has 1 bytes"),
        ({"features": (vds.Feature(9, b""),)}, "no feature 09"),
        ({"features": CONTENT.features * 2}, "twice"),
        ({"document_type": "aa02", "features": (vds.Feature(0, b""),)}, "tag"),
        ({"document_type": "aa02", "features": (vds.Feature(255, b""),)}, "tag"),
        ({"document_type": "aa02", "features": (vds.Feature(1, b"1" * 255),)}, "254"),
    ],
)
def test_what_the_standard_does_not_allow_is_not_written(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(vds.Unwritable, match=said):
        vds.sign(replace(CONTENT, **changes), P256)


def test_keys_on_other_curves_do_not_sign_and_other_sizes_are_not_attached() -> None:
    with pytest.raises(vds.Unwritable, match="secp384r1"):
        vds.sign(CONTENT, ec.derive_private_key(7, ec.SECP384R1()))
    with pytest.raises(vds.Unwritable, match="56 bytes"):
        vds.attach(vds.encode(CONTENT), bytes(56))


def test_a_profile_of_ones_own_is_demanded_and_described() -> None:
    profile = {0x04: vds.FeatureProfile("valid_until", "date", 3, 3)}
    until = vds.Feature(4, vds.encode_date(datetime.date(2027, 2, 28)))
    content = replace(CONTENT, document_type="aa02", features=(until,))
    seal = vds.decode(vds.sign(content, P256, profiles={"aa02": profile}))
    described = vds.describe(seal, "valid", profiles={"aa02": profile})
    assert described["features"] == [{"tag": "04", "hex": until.value.hex(), "text": "2027-02-28"}]
    other = replace(content, features=(vds.Feature(5, b""),))
    with pytest.raises(vds.Unwritable):
        vds.encode(other, profiles={"aa02": profile})


# --- certificates ----------------------------------------------------------


def test_certificates_are_loaded_in_pem_and_in_der() -> None:
    for encoding in (serialization.Encoding.PEM, serialization.Encoding.DER):
        assert vds.load_certificate(OURS.public_bytes(encoding)) == OURS
    for data in (b"", b"hello", b"-----BEGIN CERTIFICATE-----\n"):
        with pytest.raises(vds.Unreadable):
            vds.load_certificate(data)
