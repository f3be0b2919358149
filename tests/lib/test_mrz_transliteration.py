"""Names in other scripts, proposed in the letters of an MRZ."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seluma.lib import mrz

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Thérèse CAÑON", "THERESE<CANON"),
        ("Jürgen Weiß", "JUERGEN<WEISS"),
        ("Ängla Öst", "AENGLA<OEST"),
        ("Åse Sørensen Ærø", "AASE<SOERENSEN<AEROE"),
        ("Þórr Ðað", "THORR<DAD"),
        ("I. Gusti Ngurah-Rai", "I<GUSTI<NGURAH<RAI"),
        ("O’Connor, D'Arcy", "OCONNOR<DARCY"),
        ("Nguyễn Thị Ánh", "NGUYEN<THI<ANH"),
        ("Ömer İlkay Işık", "OEMER<ILKAY<ISIK"),
        ("e\u0301", "E"),  # taken apart into letter and accent
        ("Алексей Щукин", "ALEKSEI<SHCHUKIN"),
        ("Юлия Объёмова", "IULIIA<OBIEEMOVA"),
        ("Љубица Ђорђевић", "LJUBITSA<DORDEVIC"),
        ("عبدالله", "EBDALLH"),
        ("فاطمة الزهراء", "FAXTTMXAH<ALZHRAXE"),
        ("محمّد", "MXHMMD"),  # shadda doubles
        ("مُحَمَّد", "MXHMMD"),  # vowels are not encoded
        ("قصّاب", "QXSSXSSAB"),
        ("ﻻﻧﺎ", "LANA"),  # presentation forms
        ("", ""),
    ],
)
def test_names_are_transliterated_by_the_tables_of_the_standard(name: str, letters: str) -> None:
    assert mrz.transliterate(name) == letters


@pytest.mark.parametrize(
    ("language", "name", "letters"),
    [
        ("uk", "Юрій Гнатюк", "YURII<HNATIUK"),
        ("uk", "Єва Їжак", "YEVA<YIZHAK"),
        ("be", "Пётр Глеб", "PIOTR<HLEB"),
        ("bg", "Щерев", "SHTEREV"),
        ("mk", "Ѓорѓи Џамбазов", "GJORGJI<DJAMBAZOV"),
        ("sr", "Живковић Шућур", "ZIVKOVIC<SUCUR"),
        ("ru", "Гжель", "GZHEL"),
    ],
)
def test_a_language_chooses_the_exceptions_of_the_standard(language: str, name: str, letters: str) -> None:
    assert mrz.transliterate(name, language=language) == letters


@pytest.mark.parametrize(
    ("name", "character"),
    [("王小明", "王"), ("Αθήνα", "Α"), ("สมชาย", "ส"), ("Henry 8", "8"), ("A€", "€")],
)
def test_a_character_without_a_table_is_named(name: str, character: str) -> None:
    with pytest.raises(mrz.Untransliterable) as caught:
        mrz.transliterate(name)
    assert caught.value.character == character
    assert character in str(caught.value)


@UNHURRIED
@given(st.text())
def test_a_transliterated_name_is_letters_and_single_fillers(name: str) -> None:
    try:
        letters = mrz.transliterate(name)
    except mrz.Untransliterable:
        return
    assert set(letters) <= set(string.ascii_uppercase + "<")
    assert "<<" not in letters
    if letters:
        lines = mrz.compose_td3(
            primary=letters,
            issuer="UTO",
            nationality="UTO",
            number="L898902C3",
            birth_date="740812",
            sex="X",
            expiry_date="120415",
        )
        assert mrz.read(lines).valid
