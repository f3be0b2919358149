"""Papers: set them (typst), sign them (pyHanko), and read the codes on them again (zxing, pdfium).

Pure: no Django, no database, no clock but a stop watch for hostile pages. Times are arguments; the only files read are
fonts and templates.
"""

from seluma.lib.papers.codes import Unscannable, data_matrix_svg, read_codes, side_mm
from seluma.lib.papers.drawing import LONGEST_SECONDS, TooLaborious, draw
from seluma.lib.papers.pixels import PDFIUM
from seluma.lib.papers.signing import SignatureCheck, SignatureState, check_signature, sign
from seluma.lib.papers.typesetting import CannotSet, FontsMissing, missing_glyphs, typeset

__all__ = [
    "LONGEST_SECONDS",
    "PDFIUM",
    "CannotSet",
    "FontsMissing",
    "SignatureCheck",
    "SignatureState",
    "TooLaborious",
    "Unscannable",
    "check_signature",
    "data_matrix_svg",
    "draw",
    "missing_glyphs",
    "read_codes",
    "side_mm",
    "sign",
    "typeset",
]
