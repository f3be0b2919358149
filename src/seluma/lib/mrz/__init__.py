"""Machine readable zones of travel documents: read, composed, transliterated.

ICAO Doc 9303 parts 3 to 7: TD1 cards, TD2 documents, TD3 passports, MRV-A and
MRV-B visas. Pure Python, no clock, no list of states.
"""

from seluma.lib.mrz.checking import check_digit, date_text
from seluma.lib.mrz.composing import (
    compose_mrva,
    compose_mrvb,
    compose_td1,
    compose_td2,
    compose_td3,
)
from seluma.lib.mrz.errors import Uncomposable, Unreadable, Untransliterable
from seluma.lib.mrz.layouts import Format
from seluma.lib.mrz.reading import read
from seluma.lib.mrz.transliterating import transliterate
from seluma.lib.mrz.zone import Checks, Mrz

__all__ = [
    "Checks",
    "Format",
    "Mrz",
    "Uncomposable",
    "Unreadable",
    "Untransliterable",
    "check_digit",
    "compose_mrva",
    "compose_mrvb",
    "compose_td1",
    "compose_td2",
    "compose_td3",
    "date_text",
    "read",
    "transliterate",
]
