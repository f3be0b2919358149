"""A bank's list of receipts: read line by line, put beside the bills, recorded together."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from seluma.core.access.api import Actor, Refused
from seluma.core.journal import api as journal
from seluma.domains.payments import api as payments
from seluma.domains.payments import events
from tests.domains.people_at_work import MONDAY, person

from .money_at_work import FEE, bill_for, pay

JAKARTA = "Asia/Jakarta"
WHEN = "24/11/2026 09.15"


def row(code: str, ntpn: str = "AB12", amount: object = FEE, when: str = WHEN) -> str:
    return f"{code}\t{ntpn}\t000123\t{amount}\t{when}"


class TestReading:
    @pytest.mark.parametrize("amount", ["3000000", "3.000.000", "Rp3.000.000", "Rp 3.000.000,00"])
    @pytest.mark.parametrize("when", [WHEN, "2026-11-24 09:15", "2026-11-24T09:15:30", "24.11.2026 09:15"])
    def test_amounts_and_times_are_read_as_people_write_them(self, amount: str, when: str) -> None:
        lines, unread = payments.read_statement(row("820000000000001", "ab12", amount, when), JAKARTA)
        assert unread == []
        assert (lines[0].amount, lines[0].ntpn) == (3_000_000, "AB12")
        assert lines[0].paid_at == dt.datetime(2026, 11, 24, 9, 15, tzinfo=ZoneInfo(JAKARTA))

    def test_titles_and_empty_lines_are_left_out_and_numbers_are_those_of_the_list(self) -> None:
        text = f"Kode;NTPN;NTB;Jumlah;Waktu\n\n{row('8' * 15)}\n"
        lines, unread = payments.read_statement(text, JAKARTA)
        assert ([line.number for line in lines], unread) == ([3], [])

    @pytest.mark.parametrize(
        ("line", "column"),
        [
            ("123", "columns"),
            (row("12345"), "code"),
            (row("8" * 15, "AB-12"), "ntpn"),
            (row("8" * 15, amount="3.00"), "amount"),
            (row("8" * 15, amount="0"), "amount"),
            (row("8" * 15, amount="-5000"), "amount"),
            (row("8" * 15, when="31/02/2026 09.00"), "time"),
            (row("8" * 15, when="kemarin 1"), "time"),
        ],
    )
    def test_what_cannot_be_read_is_named_by_its_column(self, line: str, column: str) -> None:
        lines, unread = payments.read_statement(line, JAKARTA)
        assert ([one.column for one in unread], lines) == ([column], [])


@pytest.mark.django_db
class TestBesideTheBills:
    def test_every_line_says_what_it_would_do_and_the_chosen_are_recorded_together(self) -> None:
        ayu, budi, gita = person("Ayu", "applicant"), person("Budi", "applicant"), person("Gita", "administrator")
        fitting, other, settled, mine = bill_for(ayu), bill_for(ayu), bill_for(budi), bill_for(gita)
        pay(settled, budi, ntpn="LUNAS1")
        code = {bill.id: _code(bill, payer) for bill, payer in ((fitting, ayu), (other, ayu), (mine, gita))}
        again = payments.bill(settled.id).code
        assert again is not None
        text = "\n".join(
            [
                row(code[fitting.id], "N1"),
                row(code[other.id], "N2", FEE - 1),
                row(again.digits, "N3"),
                row(again.digits, "LUNAS1"),
                row(code[fitting.id], "LUNAS1"),
                row("9" * 15, "N4"),
                row(code[fitting.id], "N1"),
                row(code[mine.id], "N5"),
                row(code[fitting.id], "N6"),
            ]
        )
        lines, _unread = payments.read_statement(text, JAKARTA)
        verdicts = [one.verdict for one in payments.judge_receipts(gita, lines)]
        assert verdicts == [
            "fits", "other_amount", "not_open", "known", "elsewhere", "no_code", "twice", "own", "not_open",
        ]  # fmt: skip

        payments.accept_receipts(lines=lines, chosen={1, 2, 4}, by=gita, at=MONDAY)
        assert payments.bill(fitting.id).state == payments.PAID
        assert [problem.kind for problem in payments.problems(gita)] == ["mismatched"]
        assert len(journal.timeline(settled.about, kinds=[events.BillPaid])) == 1

        payments.accept_receipts(lines=lines, chosen={1, 4}, by=gita, at=MONDAY)
        assert len(journal.timeline(fitting.about, kinds=[events.BillPaid])) == 1

    def test_a_line_that_cannot_be_recorded_keeps_all_of_them_back(self) -> None:
        ayu, gita = person("Ayu", "applicant"), person("Gita", "administrator")
        bill = bill_for(ayu)
        lines, _unread = payments.read_statement(f"{row(_code(bill, ayu), 'N1')}\n{row('9' * 15, 'N2')}", JAKARTA)
        with pytest.raises(Refused, match="Baris 2 tidak dapat dicatat"):
            payments.accept_receipts(lines=lines, chosen={1, 2}, by=gita, at=MONDAY)
        assert payments.bill(bill.id).state == payments.OPEN

    def test_only_who_records_money_sees_what_lines_would_do(self) -> None:
        with pytest.raises(Refused):
            payments.judge_receipts(person("Ayu", "applicant"), [])


def _code(bill: payments.Bill, payer: Actor) -> str:
    return payments.request_code(bill=bill.id, by=payer, at=MONDAY).digits
