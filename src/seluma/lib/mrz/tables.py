"""The transliteration tables of ICAO Doc 9303-3, section 6 (eighth edition, 2021).

Where the standard leaves a choice, the first letters it names are taken (Ä as AE,
Å as AA, Ö as OE, Ü as UE, Ñ as N). Capital letters only: names are written in
capitals before they are looked up.
"""

from typing import Final


def _table(text: str) -> dict[str, str]:
    """Read "letters=latin" pairs: each of the letters becomes the Latin ones."""
    table: dict[str, str] = {}
    for entry in text.split():
        letters, _, latin = entry.partition("=")
        table.update(dict.fromkeys(letters, latin))
    return table


# Section 6.A.
LATIN: Final = _table(
    """
    ÀÁÂÃĀĂĄ=A Ä=AE Å=AA Æ=AE ÇĆĈĊČ=C ÐĎĐ=D ÈÉÊËĒĔĖĘĚ=E ĜĞĠĢ=G ĤĦ=H
    ÌÍÎÏĨĪĬĮİ=I Ĳ=IJ Ĵ=J Ķ=K ĸ=Q ĹĻĽĿŁ=L ÑŃŅŇŊ=N ÒÓÔÕŌŎŐ=O Ö=OE Ø=OE Œ=OE
    ŔŖŘ=R ŚŜŞŠ=S ẞ=SS ŢŤŦ=T Þ=TH ÙÚÛŨŪŬŮŰŲ=U Ü=UE Ŵ=W ÝŶŸ=Y ŹŻŽ=Z
    """
)

# Section 6.B. The soft sign Ь is not encoded. Ћ stands beside Һ, the look-alike
# under which earlier editions printed it.
CYRILLIC: Final = _table(
    """
    А=A Б=B В=V Г=G Д=D Е=E Ё=E Ж=ZH З=Z И=I Й=I К=K Л=L М=M Н=N О=O П=P Р=R
    С=S Т=T У=U Ф=F Х=KH Ц=TS Ч=CH Ш=SH Щ=SHCH Ъ=IE Ы=Y Ь= Э=E Ю=IU Я=IA
    Ђ=D Ѓ=G Є=IE Ѕ=DZ І=I Ї=I Ј=J Љ=LJ Њ=NJ Ћ=C Ќ=K Ў=U Џ=DZ Ѫ=U Ѵ=Y Ґ=G Ғ=G Һ=C
    """
)

# The exceptions that section 6.B gives by language (ISO 639-1).
CYRILLIC_BY_LANGUAGE: Final = {
    "be": _table("Г=H Ё=IO"),
    "bg": _table("Щ=SHT"),
    "mk": _table("Ѓ=GJ Ќ=KJ Х=H Ц=C Џ=DJ"),
    "sr": _table("Г=H Ж=Z Х=H Ц=C Ч=C Ш=S"),
    "uk": _table("Г=H И=Y"),
}

# The same, for the first letter of a word.
CYRILLIC_INITIAL_BY_LANGUAGE: Final = {
    "uk": _table("Є=YE Ї=YI Й=Y Ю=YU Я=YA"),
}

# Section 6.C, by code point because the letters run from right to left.
# Marks of short vowels (064B-0650), sukun (0652), superscript alef (0670) and
# tatweel (0640) are not encoded.
ARABIC: Final = {
    "\u0621": "XE",
    "\u0622": "XAA",
    "\u0623": "XAE",
    "\u0624": "U",
    "\u0625": "I",
    "\u0626": "XI",
    "\u0627": "A",
    "\u0628": "B",
    "\u062a": "T",
    "\u062b": "XTH",
    "\u062c": "J",
    "\u062d": "XH",
    "\u062e": "XKH",
    "\u062f": "D",
    "\u0630": "XDH",
    "\u0631": "R",
    "\u0632": "Z",
    "\u0633": "S",
    "\u0634": "XSH",
    "\u0635": "XSS",
    "\u0636": "XDZ",
    "\u0637": "XTT",
    "\u0638": "XZZ",
    "\u0639": "E",
    "\u063a": "G",
    "\u0640": "",
    "\u0641": "F",
    "\u0642": "Q",
    "\u0643": "K",
    "\u0644": "L",
    "\u0645": "M",
    "\u0646": "N",
    "\u0647": "H",
    "\u0648": "W",
    "\u0649": "XAY",
    "\u064a": "Y",
    "\u064b": "",
    "\u064c": "",
    "\u064d": "",
    "\u064e": "",
    "\u064f": "",
    "\u0650": "",
    "\u0652": "",
    "\u0670": "",
    "\u0671": "XXA",
    "\u0679": "XXT",
    "\u067c": "XRT",
    "\u067e": "P",
    "\u0681": "XKE",
    "\u0685": "XXH",
    "\u0686": "XC",
    "\u0688": "XXD",
    "\u0689": "XDR",
    "\u0691": "XXR",
    "\u0693": "XRR",
    "\u0696": "XRX",
    "\u0698": "XJ",
    "\u069a": "XXS",
    "\u06a9": "XKK",
    "\u06ab": "XXK",
    "\u06ad": "XNG",
    "\u06af": "XGG",
    "\u06ba": "XNN",
    "\u06bc": "XXN",
    "\u06be": "XDO",
    "\u06c0": "XYH",
    "\u06c1": "XXG",
    "\u06c2": "XGE",
    "\u06c3": "XTG",
    "\u06cc": "XYA",
    "\u06cd": "XXY",
    "\u06d0": "Y",
    "\u06d2": "XYB",
    "\u06d3": "XBE",
}

# Teh marbuta: XAH at the end of a name component, XTA elsewhere (6.C, note 1).
TEH_MARBUTA: Final = "\u0629"
TEH_MARBUTA_FINAL: Final = "XAH"
TEH_MARBUTA_ELSEWHERE: Final = "XTA"

# Shadda doubles the letter that it stands on (6.C).
SHADDA: Final = "\u0651"
