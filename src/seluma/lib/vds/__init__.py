"""Visible digital seals of versions 3 and 4: written, signed, read, verified.

ICAO Doc 9303-13 and BSI TR-03137-1. A seal is the content of a Data Matrix on a
paper: header, features and an ECDSA signature. Pure Python and ``cryptography``;
no clock, no trust store.
"""

from seluma.lib.vds.dates import (
    decode_date,
    decode_datetime,
    decode_masked_date,
    encode_date,
    encode_datetime,
    encode_masked_date,
)
from seluma.lib.vds.describing import describe
from seluma.lib.vds.errors import Unreadable, Unwritable
from seluma.lib.vds.profiles import PROFILES, FeatureProfile, Profile
from seluma.lib.vds.reading import decode
from seluma.lib.vds.seal import Feature, Seal, SealToSign, Version
from seluma.lib.vds.verifying import (
    Identity,
    Verdict,
    identity,
    load_certificate,
    names,
    verify,
)
from seluma.lib.vds.writing import attach, encode, sign

__all__ = [
    "PROFILES",
    "Feature",
    "FeatureProfile",
    "Identity",
    "Profile",
    "Seal",
    "SealToSign",
    "Unreadable",
    "Unwritable",
    "Verdict",
    "Version",
    "attach",
    "decode",
    "decode_date",
    "decode_datetime",
    "decode_masked_date",
    "describe",
    "encode",
    "encode_date",
    "encode_datetime",
    "encode_masked_date",
    "identity",
    "load_certificate",
    "names",
    "sign",
    "verify",
]
