"""What people type into forms, and what they hear when something has to be mended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation

from seluma.core.access import api as access
from seluma.web.ui import forms

pytestmark = pytest.mark.django_db


def read(field: forms.Field, **posted: Any) -> Any:
    data = QueryDict(mutable=True)
    files = {}
    for name, value in posted.items():
        if hasattr(value, "read"):
            files[name] = value
        elif isinstance(value, list):
            data.setlist(name, value)
        else:
            data[name.replace("_", "-") if name.startswith("d_") else name] = value
    values, mistakes = forms.parse([field], data, files)
    return values.get(field.name), mistakes.get(field.name)


def value(field: forms.Field, **posted: Any) -> Any:
    found, mistake = read(field, **posted)
    assert mistake is None, mistake
    return found


def mistake(field: forms.Field, **posted: Any) -> str:
    found, said = read(field, **posted)
    assert said, f"{found!r} was taken"
    return str(said)


NAME = forms.Name("n", "Nama")


@pytest.mark.parametrize(
    "typed",
    [
        "Suharto",
        "محمد بن عبد الله",
        "Иванова Мария",
        "李伟",
        "Björn Þórsson",
        "O’Neill-d’Arc",
        "Đặng Thị",
        "کیان\u200cوش",
        "X" * 120,
    ],
)
def test_names_of_one_word_of_120_letters_and_in_any_script_are_taken(typed: str) -> None:
    assert value(NAME, n=f"  {typed} ") == typed


def test_a_name_typed_in_parts_of_letters_is_kept_whole() -> None:
    assert value(NAME, n="Bjo\u0308rn\u00a0 \u200bA") == "Björn A"


@pytest.mark.parametrize("typed", ["Ayu\x00", "Ayu\x07Lestari", "\ufffdyu", "Ayu\u202egnp"])
def test_characters_that_cannot_be_read_are_refused_with_what_to_do(typed: str) -> None:
    assert "Hapus isiannya" in mistake(NAME, n=typed)


def test_a_name_that_is_too_long_is_told_how_much() -> None:
    assert mistake(NAME, n="a" * 201) == "Isian ini 201 huruf, paling banyak 200. Ringkaskan."


def test_an_empty_answer_is_asked_for_in_the_questions_own_words() -> None:
    assert mistake(NAME, n="  \u200b ") == "Isi bagian ini."
    assert mistake(forms.Name("n", "Nama", missing="Tulis nama Anda.")) == "Tulis nama Anda."
    assert value(forms.Name("n", "Nama", required=False), n=" ") is None


DATE = forms.Date("d", "Tanggal", latest=dt.date(2030, 1, 1))


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("29", "2", "2028", dt.date(2028, 2, 29)),
        (" 1 ", "Januari", "2026", dt.date(2026, 1, 1)),
        ("١٢", "٨", "١٩٧٤", dt.date(1974, 8, 12)),
        ("07", "dec.", "1999", dt.date(1999, 12, 7)),
    ],
)
def test_dates_are_read_as_people_write_them(day: str, month: str, year: str, expected: dt.date) -> None:
    assert value(DATE, d_day=day, d_month=month, d_year=year) == expected


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        ("29", "2", "2026", "Tahun 2026 tidak punya 29 Februari. Periksa tahunnya."),
        ("31", "4", "2026", "Bulan itu tidak punya tanggal 31. Periksa tanggal dan bulannya."),
        ("30", "2", "2028", "Bulan itu tidak punya tanggal 30. Periksa tanggal dan bulannya."),
        ("32", "1", "2026", "Tanggal adalah angka 1 sampai 31."),
        ("1", "13", "2026", "Bulan adalah angka 1 sampai 12."),
        ("1", "1", "74", "Tulis tahun dengan empat angka, misalnya 1974."),
        ("1", "1", "1066", "Tahun 1066 tidak mungkin benar. Periksa tahunnya."),
        ("1", "", "1974", "Lengkapi tanggal, bulan, dan tahunnya."),
        ("", "", "", "Isi tanggalnya."),
        ("2", "1", "2030", "Tanggal ini terlalu jauh. Periksa tahunnya."),
        ("-1", "1", "2026", "Tanggal adalah angka 1 sampai 31."),
        ("1.5", "1", "2026", "Tanggal adalah angka 1 sampai 31."),
    ],
)
def test_impossible_dates_are_told_what_is_wrong(day: str, month: str, year: str, said: str) -> None:
    assert mistake(DATE, d_day=day, d_month=month, d_year=year) == said


BIRTH = forms.PartialDate("d", "Tanggal lahir", latest=dt.date(2026, 11, 24))


def test_a_birth_date_may_be_partly_unknown() -> None:
    assert value(BIRTH, d_year="1974") == "1974-00-00"
    assert value(BIRTH, d_month="8", d_year="1974") == "1974-08-00"
    assert value(BIRTH, d_day="29", d_month="2", d_year="1972") == "1972-02-29"
    assert "Tulis juga bulannya" in mistake(BIRTH, d_day="3", d_year="1974")
    assert "Tulis tahunnya" in mistake(BIRTH, d_month="3")
    assert "29 Februari" in mistake(BIRTH, d_day="29", d_month="2", d_year="1974")
    assert "terlalu jauh" in mistake(BIRTH, d_year="2027")


def test_whole_numbers_are_understood_with_points_and_rupiah() -> None:
    number = forms.Number("n", "Jumlah", lowest=1)
    assert value(number, n="Rp 3.000.000") == 3_000_000
    assert value(number, n=" 12 ") == 12
    assert mistake(number, n="1.5") == "Tulis angka bulat, misalnya 12."
    assert mistake(number, n="0") == "Paling sedikit 1."
    assert mistake(number, n="9" * 40) == "Tulis angka bulat, misalnya 12."


def test_telephone_numbers_become_international() -> None:
    phone = forms.Phone("n", "Telepon")
    assert value(phone, n="0812-3456 7890") == "+6281234567890"
    assert value(phone, n="+60 12 345 6789") == "+60123456789"
    assert value(phone, n="0060123456789") == "+60123456789"
    assert "kode negara" in mistake(phone, n="hubungi ibu")


def test_an_email_address_is_checked_and_kept_as_typed() -> None:
    assert value(forms.Email("n", "E-mail"), n=" Ayu@contoh.id ") == "Ayu@contoh.id"
    assert "nama@contoh.id" in mistake(forms.Email("n", "E-mail"), n="ayu@")


def test_choices_come_from_the_list() -> None:
    choose = forms.Choose("n", "Mana", choices=[("a", "A"), None, ("b", "B")])
    assert value(choose, n="b") == "b"
    assert mistake(choose, n="") == "Pilih salah satu."
    assert "tidak ada di daftar" in mistake(choose, n="c")
    assert value(forms.YesNo("n", "Ya?"), n="no") is False
    several = forms.ChooseSeveral("n", "Mana", choices=[("a", "A"), ("b", "B")])
    assert value(several, n=["a", "b"]) == ("a", "b")
    assert mistake(several) == "Pilih salah satu."
    assert value(forms.ChooseSeveral("n", "Mana", required=False, choices=[("a", "A")])) == ()


def test_files_are_measured_before_they_are_judged() -> None:
    file = forms.File("f", "Paspor", max_bytes=1_500_000)
    assert file.limits() == "PDF, JPEG atau PNG, paling besar 1,5 MB."
    assert value(file, f=SimpleUploadedFile("a.pdf", b"x")).name == "a.pdf"
    assert mistake(file, f=SimpleUploadedFile("a.pdf", b"")) == "Berkas ini kosong. Pilih berkas lain."
    assert "paling besar 1,5 MB" in mistake(file, f=SimpleUploadedFile("a.pdf", b"x" * 1_600_000))
    assert mistake(file) == "Pilih berkasnya."


def test_file_names_lose_folders_and_keep_their_ending() -> None:
    assert forms.file_name(SimpleUploadedFile("a\x07b.pdf", b"x")) == "ab.pdf"
    long = forms.file_name(SimpleUploadedFile("ü" * 300 + ".pdf", b"x"))
    assert len(long) <= 150
    assert long.endswith(".pdf")


def form(data: dict[str, Any]) -> forms.Form:
    request = RequestFactory().post("/id/", data)
    request.actor = access.VISITOR  # type: ignore[attr-defined]
    return forms.Form(request, [NAME, BIRTH, forms.Password("p", "Kata sandi")])


def test_a_form_keeps_what_was_typed_and_lists_every_mistake_in_order() -> None:
    made = form({"n": "  ", "d-day": "31", "d-month": "2", "d-year": "1974", "p": "rahasia"})
    assert not made.is_ready()
    assert made.status == 422
    assert made.typed["d"] == {"day": "31", "month": "2", "year": "1974"}
    assert made.typed["p"] == ""
    assert [anchor for _, anchor in made.summary()] == ["#n", "#d-day"]
    assert made.wrong_parts("d") == ("day", "month")


def test_a_domains_refusal_is_shown_like_any_other_mistake() -> None:
    made = form({"n": "Ayu", "d-year": "1974", "p": "x"})
    assert made.is_ready()
    made.refuse_all(access.Refused("Belum bisa.", obstacles=["Satu.", "Dua."]))
    assert [sentence for sentence, _ in made.summary()] == ["Satu.", "Dua."]
    assert made.status == 422


def test_a_check_of_the_page_may_refuse_a_value() -> None:
    def no_budi(name: str) -> None:
        if name == "Budi":
            raise access.Refused("Bukan Budi.")

    request = RequestFactory().post("/id/", {"n": "Budi"})
    request.actor = access.VISITOR  # type: ignore[attr-defined]
    assert forms.Form(request, [forms.Name("n", "Nama", check=no_budi)]).errors == {"n": "Bukan Budi."}


def test_mistakes_are_said_in_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert mistake(NAME, n="") == "Fill in this part."
        assert (
            mistake(DATE, d_day="29", d_month="2", d_year="2026") == "There is no 29 February in 2026. Check the year."
        )
        assert forms.File("f", "x").limits() == "PDF, JPEG or PNG, at most 5 MB."
