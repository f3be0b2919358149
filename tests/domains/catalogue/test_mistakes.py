"""A content folder is read as a whole, and every mistake in it is named by file and key."""

from __future__ import annotations

import pytest

from seluma.domains.catalogue import api as catalogue

from .offices import STUDENT, VISIT, append, change


def mistakes() -> list[str]:
    try:
        catalogue.content()
    except catalogue.ContentMistakes as wrong:
        return [f"{mistake.file}: {mistake.key}: {mistake.code}" for mistake in wrong.mistakes]
    return []


def test_the_office_makes_no_mistake():
    assert mistakes() == []


def test_ten_mistakes_in_one_folder_are_all_ten_named(folder):
    change(folder, STUDENT, 'summary.en = "For foreign', 'sumary.en = "For foreign')  # an unknown key, and …
    change(folder, STUDENT, 'use = "nationality"', 'use = "nationalty"')
    change(folder, STUDENT, "study_until > permit_expires_on", "study_until >")
    change(folder, STUDENT, "earlier_extensions < office_extensions", "earlier_extensions + office_extensions")
    change(folder, VISIT, "effective_from = 2025-07-01", "effective_from = 2025-02-30")
    change(folder, VISIT, 'source = "PP 45/2024; imigrasi.go.id/biaya_imigrasi"\n', "")
    change(folder, VISIT, "extension_length != '60d'", "extention_length != '60d'")
    change(folder, VISIT, "days_between(entered_on", "days_betwen(entered_on")
    change(folder, "agencies.toml", 'code = "dinas-pendidikan"', 'code = "dinas-pengajaran"')
    change(folder, "questions.toml", 'label.en = "When were you born?"\n', "")
    found = mistakes()
    assert set(found) == {
        f"{STUDENT}: sumary: unknown_key",
        f"{STUDENT}: summary.en: missing_translation",
        f"{STUDENT}: questions[nationalty].use: unknown_question",
        f"{STUDENT}: conditions[study_goes_on].check: condition_syntax",
        f"{STUDENT}: conditions[office_may_extend].check: not_true_or_false",
        f"{VISIT}: effective_from: bad_date",
        f"{VISIT}: fees[7d].source: missing",
        f"{VISIT}: conditions[voa_length].check: unknown_name",
        f"{VISIT}: conditions[voa_total].check: condition_unknown_function",
        f"{STUDENT}: agencies[school_registered].agency: unknown_agency",
        "questions.toml: questions[birth_date].label.en: missing_translation",
    }


def test_every_mistake_has_a_sentence_in_both_languages(folder):
    from django.utils import translation

    change(folder, STUDENT, "effective_from = 2025-07-01", "effective_from = 2025-02-30")
    with pytest.raises(catalogue.ContentMistakes) as wrong:
        catalogue.content()
    (mistake,) = wrong.value.mistakes
    with translation.override("id"):
        assert (
            str(catalogue.mistake_line(mistake))
            == f"{STUDENT}: effective_from: 2025-02-30 bukan tanggal; tulis seperti 2026-12-31"
        )
    with translation.override("en"):
        assert str(catalogue.mistake_line(mistake)).startswith(f"{STUDENT}: effective_from: 2025-02-30 ")


SPOILED = [
    # file, what stands there, what stands there instead, the mistake
    (STUDENT, 'code = "itas-student-extension"', 'code = "visit-extension"', f"{VISIT}: code: code_taken"),
    (STUDENT, 'decided_by = "this_office"', 'decided_by = "the mayor"', f"{STUDENT}: decided_by: not_one_of"),
    (STUDENT, 'law = "overstay"', 'law = "overstey"', f"{STUDENT}: conditions[not_expired].law: unknown_law"),
    (STUDENT, "{window_opens} hari", "{window_open} hari", f"{STUDENT}: window.sentence.id: unknown_figure"),
    (STUDENT, 'situation = "staying"', 'situation = "sleeping"', f"{STUDENT}: situation: unknown_situation"),
    ("letters.toml", 'use = "revoke"', 'use = "greet"', "letters.toml: revoke_asked.use: not_one_of"),
    (
        "letters.toml",
        "%(number)s) sudah",
        "%(nomor)s) sudah",
        "letters.toml: message_institution.text.id: unknown_place",
    ),
    (STUDENT, 'section = "study"', 'section = "school"', f"{STUDENT}: questions[school_name].section: unknown_section"),
    (
        STUDENT,
        "guarantor_kind == 'parent'",
        "guarantor_kind == 'aunt'",
        f"{STUDENT}: documents[guarantor_id].required_when: never_true",
    ),
    (
        STUDENT,
        "guarantor_kind == 'parent'",
        "today > '2026'",
        f"{STUDENT}: documents[guarantor_id].required_when: later_name",
    ),
    (STUDENT, "extension_length == '2y'", "extension_length == '3y'", f"{STUDENT}: fees[2y].when: never_true"),
    (STUDENT, "extension_length == '2y'", "true", f"{STUDENT}: fees[2y]: two_fees"),
    (STUDENT, '{ key = "2y", months = 24 },', "", f"{STUDENT}: permit.lengths[2y]: length_unmatched"),
    (
        STUDENT,
        'fields = ["full_name"',
        'fields = ["shoe_size"',
        f"{STUDENT}: agencies[school_registered].fields: unknown_question",
    ),
    (
        STUDENT,
        'days = "agency_days"',
        'days = "agency_weeks"',
        f"{STUDENT}: agencies[school_registered].days: unknown_figure",
    ),
    (STUDENT, "[figures.promise_days]", "[figures.promised]", f"{STUDENT}: figures.promise_days: missing"),
    (STUDENT, "[figures.total_years]", "[figures.draft_days]", f"{STUDENT}: figures.draft_days: shared_figure"),
    (STUDENT, 'key = "study_until"', 'key = "today"', f"{STUDENT}: questions[today]: name_taken"),
    (
        STUDENT,
        'closes_on = "last_workday_before(permit_expires_on)"',
        'closes_on = "7"',
        f"{STUDENT}: window.closes_on: not_a_day",
    ),
    (STUDENT, "amount = 3000000", 'amount = "3 juta"', f"{STUDENT}: fees[1y].amount: not_a_number"),
    (VISIT, "amount = 250000\n", "", f"{VISIT}: fees[7d].amount: certain_without_amount"),
    (
        VISIT,
        "when = \"extension_length == '7d'\"",
        "when = \"extension_length == '7d' && reason == 'x'\"",
        f"{VISIT}: fees: no_fee",
    ),
    (
        VISIT,
        "effective_from = 2024-12-17",
        "effective_from = 2026-12-17",
        f"{VISIT}: fees[7d].effective_from: fee_later_than_service",
    ),
    (
        "questions.toml",
        'key = "B4", title',
        'key = "B1", title',
        "questions.toml: questions[visa_index].choices[B1]: twice",
    ),
    (
        VISIT,
        "earlier_extensions == 0",
        "earlier_extensions == entered_on.size",
        f"{VISIT}: conditions[voa_once].check: fails",
    ),
    (
        VISIT,
        'types = ["application/pdf"',
        'types = ["application/msword"',
        f"{VISIT}: documents[return_ticket].types: not_one_of",
    ),
    (VISIT, 'blocks = "filing"', 'blocks = "files"', f"{VISIT}: conditions[not_expired].blocks: not_one_of"),
    (
        "questions.toml",
        'profile_field = "sex"',
        'profile_field = "gender"',
        "questions.toml: questions[sex].profile_field: unknown_profile_field",
    ),
    ("questions.toml", 'key = "sex"', 'key = "full_name"', "questions.toml: questions[full_name].key: twice"),
    (
        "questions.toml",
        "minimum = 0",
        "minimum = 30",
        "questions.toml: questions[earlier_extensions].maximum: limits_backwards",
    ),
    (
        "questions.toml",
        'choices_from = "districts"',
        'choices_from = "villages"',
        "questions.toml: questions[district].choices_from: not_one_of",
    ),
    (
        "questions.toml",
        'choices_from = "districts"\n',
        "",
        "questions.toml: questions[district].choices: choices_missing",
    ),
    ("law.toml", 'certainty = "certain"', 'certainty = "surely"', "law.toml: stay_permits.certainty: not_one_of"),
    ("figures.toml", "value = 6", "value = true", "figures.toml: passport_months.value: not_a_number"),
    ("figures.toml", 'unit = "months"', 'unit = "moons"', "figures.toml: passport_months.unit: not_one_of"),
    ("office.toml", 'country = "UTO"', 'country = "IDN"', "office.toml: country: demo_country"),
    ("office.toml", 'timezone = "Asia/Jakarta"', 'timezone = "Asia/Tais"', "office.toml: timezone: unknown_timezone"),
    ("office.toml", 'service = "visit-extension"', 'service = "visa"', f"{VISIT}: decided_by: no_authority"),
    (
        "office.toml",
        'service = "visit-extension"',
        'service = "visa"',
        "office.toml: authorities[visa]: unknown_service",
    ),
    ("holidays.toml", "last_year = 2045", "last_year = 2001", "holidays.toml: last_year: years_backwards"),
    ("office.toml", "demo = true", "demo = true =", "office.toml: -: not_toml"),
]


@pytest.mark.parametrize(("file", "old", "new", "mistake"), SPOILED, ids=[row[3] for row in SPOILED])
def test_a_spoiled_folder_is_named_by_file_and_key(folder, file, old, new, mistake):
    change(folder, file, old, new)
    assert mistake in mistakes()


def test_every_kind_of_mistake_has_words(folder):
    for file, old, new, _ in SPOILED:
        if (old in (folder / file).read_text(encoding="utf-8")) and "not_toml" not in _:
            change(folder, file, old, new)
    with pytest.raises(catalogue.ContentMistakes) as wrong:
        catalogue.content()
    assert len(wrong.value.mistakes) > 20
    for mistake in wrong.value.mistakes:
        assert "%" not in str(catalogue.mistake_line(mistake))


def test_a_day_off_that_is_also_a_working_day_is_a_contradiction(folder):
    for name in ("more", "less"):
        append(
            folder,
            "holidays.toml",
            f'[[{name}]]\ndate = 2027-05-24\nname.id = "x"\nname.en = "x"\nsource = "x"\nchecked_on = 2026-11-24\n',
        )
    assert mistakes() == ["holidays.toml: more[2027-05-24]: both_ways"]


def test_a_file_that_cannot_be_read_makes_no_other_file_look_wrong(folder):
    (folder / "questions.toml").write_text("[[questions]\n", encoding="utf-8")
    assert mistakes() == ["questions.toml: -: not_toml"]
    (folder / "figures.toml").write_text("x = = 1\n", encoding="utf-8")
    assert mistakes() == ["figures.toml: -: not_toml", "questions.toml: -: not_toml"]


def test_a_missing_and_an_unknown_file_are_named(folder):
    (folder / "law.toml").rename(folder / "laws.toml")
    assert mistakes() == ["law.toml: -: file_missing", "laws.toml: -: unknown_file"]


def test_a_file_in_another_encoding_is_named(folder):
    (folder / "agencies.toml").write_bytes("name = 'caf\xe9'".encode("latin-1"))
    assert mistakes() == ["agencies.toml: -: not_utf8"]
