"""Papers: set them (typst), sign them (pyHanko), and read the codes on them again (zxing, pdfium).

Pure: no Django, no database, no clock. Times are arguments; the only files read are fonts and templates.
"""

from seluma.lib.papers.codes import Unscannable, data_matrix_svg, read_codes, side_mm
from seluma.lib.papers.pixels import PDFIUM
from seluma.lib.papers.signing import SignatureCheck, SignatureState, check_signature, sign
from seluma.lib.papers.typesetting import CannotSet, FontsMissing, missing_glyphs, typeset

__all__ = [
    "PDFIUM",
    "CannotSet",
    "FontsMissing",
    "SignatureCheck",
    "SignatureState",
    "Unscannable",
    "check_signature",
    "data_matrix_svg",
    "missing_glyphs",
    "read_codes",
    "side_mm",
    "sign",
    "typeset",
]
