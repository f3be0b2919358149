"""One HTML file that checks seals and evidence without the internet: composed here, of what the build made.

`page/` holds its parts; `python -m seluma.web.ui.build` makes one script of them, of cryptography that browsers lack
(brainpoolP256r1 and ML-DSA-44: `@noble/curves`, `@noble/post-quantum`) and of a reader of photographs (`zxing-wasm`).
The caller brings what is trusted.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seluma.lib.text import Text

PARTS = Path(__file__).parent / "page"
ENTRY = PARTS / "page.js"
BUILT = Path(__file__).parent / "built" / "verifier.js"
"""Where the build puts the script; not among the static files, for nobody asks for it alone."""
FILE_NAME = "periksa-seluma.html"

_PLACE = re.compile(r"%\((\w+)\)s")
_NOTICE = Text(
    "Kunci TEST: yang diperiksa dengan berkas ini tidak membuktikan apa pun tentang siapa pun.",
    "TEST keys: what is checked with this file proves nothing about anybody.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """What the file believes: whose it is, the trust policy, the seal signers' certificates (PEM), the words of events.

    `kinds` gives the words of an entry's kind. `zone`: in which times are shown.
    """

    office: Text
    policy: str
    certificates: str
    kinds: Mapping[str, Text]
    zone: str
    is_test: bool


def page(trusted: Trusted, *, on: dt.date) -> bytes:
    """The whole file. What it may do is written in it: no address can be reached, no other script runs.

    Raises FileNotFoundError when the script was not built.
    """
    script = _script()
    given = {
        "policy": trusted.policy,
        "certificates": trusted.certificates,
        "kinds": {kind: words.as_dict() for kind, words in trusted.kinds.items()},
        "zone": trusted.zone,
    }
    style = (PARTS / "verifier.css").read_text("utf-8")
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}' 'wasm-unsafe-eval'; style-src '{_digest(style)}';"
        " base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": html.escape(policy),
        "style": style,
        "office": _in_both("span", trusted.office),
        "test": _in_both("p", _NOTICE, ' class="test"') if trusted.is_test else "",
        "made_id": f"Dibuat pada {on.isoformat()}.",
        "made_en": f"Made on {on.isoformat()}.",
        # Inside a script element a "<" could end it; JSON may write it so.
        "given": json.dumps(given, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"),
        "script": script,
    }
    shell = (PARTS / "verifier.html").read_text("utf-8")
    return _PLACE.sub(lambda place: parts[place[1]], shell).encode()


@cache
def _script() -> str:
    return BUILT.read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _in_both(tag: str, words: Text, attributes: str = "") -> str:
    said = {language: html.escape(sentence) for language, sentence in words.as_dict().items()}
    return f'<{tag}{attributes} data-id="{said["id"]}" data-en="{said["en"]}">{said["id"]}</{tag}>'
