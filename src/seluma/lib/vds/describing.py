"""A seal as the dictionary that ``./seluma seal read --json`` prints."""

from collections.abc import Mapping

from seluma.lib.vds.profiles import PROFILES, Profile, text_of
from seluma.lib.vds.seal import Feature, Seal
from seluma.lib.vds.verifying import Verdict


def describe(
    seal: Seal,
    signature: Verdict = "unverified",
    *,
    profiles: Mapping[str, Profile] = PROFILES,
) -> dict[str, object]:
    """Describe a seal; ``signature`` is what ``verify`` said of it.

    Dates are ISO 8601 or None. A feature's ``text`` is what its bytes say by the
    profile of the document type (fillers as spaces), None where they say nothing;
    for features without a profile it is a guess.
    """
    profile = profiles.get(seal.document_type, {})
    return {
        "version": seal.version,
        "country": seal.country,
        "signer": seal.signer,
        "certificate_reference": seal.certificate_reference,
        "issue_date": seal.issue_date and seal.issue_date.isoformat(),
        "signature_date": seal.signature_date and seal.signature_date.isoformat(),
        "document_type": seal.document_type,
        "features": [_described(feature, profile) for feature in seal.features],
        "signature": signature,
    }


def _described(feature: Feature, profile: Profile) -> dict[str, object]:
    known = profile.get(feature.tag)
    return {
        "tag": f"{feature.tag:02x}",
        "hex": feature.value.hex(),
        "text": text_of(feature.value, known.coding if known else None),
    }
