"""Bills, codes, attempts, payments and receipts. Rows are written by `actions` only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from seluma.lib.ids import Ref, new_id

from . import rules

PERSONAL: dict[str, frozenset[str]] = {
    "Bill": frozenset({"payer"}),
    "BillingCode": frozenset(),
    "Attempt": frozenset({"started_by"}),
    "Payment": frozenset({"ntpn", "ntb", "remark", "closed_by"}),
    "ReceiptSeries": frozenset(),
    "Receipt": frozenset(),
    "DemoBankEntry": frozenset(),
}
"""Which columns of each table tell something about a person beyond identifiers of other things."""


class BillQuerySet(models.QuerySet["Bill"]):
    """Rows by business words."""

    def with_money(self) -> BillQuerySet:
        """With the receipt, and whether money arrived that nobody dealt with yet."""
        problem = Payment.objects.filter(bill=models.OuterRef("pk")).unsolved()
        return self.select_related("receipt__payment").annotate(has_problem=models.Exists(problem))


class Bill(models.Model):
    """What somebody owes, for what, and where that is written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    key = models.CharField(max_length=100)
    purpose_id = models.CharField(max_length=300)
    purpose_en = models.CharField(max_length=300)
    payer = models.UUIDField()
    amount = models.BigIntegerField(null=True)
    expected_amount = models.BigIntegerField(null=True)
    certainty = models.CharField(max_length=10)
    source = models.CharField(max_length=rules.SOURCE_MAX)
    state = models.CharField(max_length=20)
    issued_at = models.DateTimeField()
    amount_set_by = models.UUIDField(null=True)

    objects = BillQuerySet.as_manager()

    class Meta:
        db_table = "payments_bill"
        indexes: ClassVar = [models.Index(fields=["about_id", "about_kind"], name="payments_bill_about")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about_id", "about_kind", "key"],
                condition=~Q(state=rules.VOID),
                name="payments_bill_one_per_key",
            ),
            models.CheckConstraint(condition=Q(state__in=rules.BILLS.states), name="payments_bill_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[rules.OPEN, rules.PAID]) | Q(amount__isnull=False, certainty=rules.CERTAIN),
                name="payments_bill_payable_only_when_certain",
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="payments_bill_amount"),
            models.CheckConstraint(condition=~Q(source=""), name="payments_bill_has_source"),
        ]

    @property
    def about(self) -> Ref:
        return Ref(self.about_kind, self.about_id)

    @property
    def ref(self) -> Ref:
        return Ref("bill", self.id)

    def read(self, code: BillingCode | None) -> rules.Bill:
        """The bill as others see it; the row must come from `with_money()`."""
        receipt = getattr(self, "receipt", None)
        return rules.Bill(
            id=self.id,
            about=self.about,
            key=self.key,
            purpose={"id": self.purpose_id, "en": self.purpose_en},
            payer=self.payer,
            amount=self.amount,
            expected_amount=self.expected_amount,
            state=self.state,
            source=self.source,
            certainty=self.certainty,
            issued_at=self.issued_at,
            code=code.read() if code else None,
            receipt=receipt.read() if receipt else None,
            has_problem=bool(getattr(self, "has_problem", False)),
        )


class BillingCode(models.Model):
    """Digits that stand for a bill. They are never given twice: money may come long after a code lapsed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="codes")
    digits = models.CharField(max_length=rules.CODE_LENGTH)
    state = models.CharField(max_length=10)
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        db_table = "payments_code"
        indexes: ClassVar = [
            models.Index(fields=["valid_until"], condition=Q(state=rules.LIVE), name="payments_code_live"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digits"], name="payments_code_never_twice"),
            models.UniqueConstraint(
                fields=["bill"], condition=Q(state=rules.LIVE), name="payments_code_one_live_per_bill"
            ),
            models.UniqueConstraint(
                fields=["bill"], condition=Q(state=rules.USED), name="payments_code_one_used_per_bill"
            ),
            models.CheckConstraint(condition=Q(state__in=rules.CODES.states), name="payments_code_state_is_known"),
            models.CheckConstraint(
                condition=Q(digits__regex=rf"^[0-9]{{{rules.CODE_LENGTH}}}$"), name="payments_code_has_15_digits"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=models.F("issued_at")), name="payments_code_lives_for_a_while"
            ),
        ]

    def read(self) -> rules.BillingCode:
        """The code as others see it."""
        return rules.BillingCode(id=self.id, digits=self.digits, valid_until=self.valid_until, state=self.state)


class Attempt(models.Model):
    """One go at paying through a provider."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="attempts")
    code = models.ForeignKey(BillingCode, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    provider = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=40, blank=True)
    permanent = models.BooleanField(default=False)
    started_by = models.UUIDField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payments_attempt"
        indexes: ClassVar = [
            models.Index(fields=["started_at"], condition=Q(ended_at=None), name="payments_attempt_unended"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bill", "number"], name="payments_attempt_numbered"),
            models.CheckConstraint(
                condition=Q(state__in=rules.ATTEMPTS.states), name="payments_attempt_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[rules.STARTED, rules.WAITING], ended_at__isnull=True)
                | Q(state__in=[rules.SUCCEEDED, rules.FAILED], ended_at__isnull=False),
                name="payments_attempt_ended_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.FAILED) | ~Q(reason=""), name="payments_attempt_fails_with_reason"
            ),
        ]

    def read(self) -> rules.Attempt:
        """The attempt as others see it; the row must come with its code."""
        return rules.Attempt(
            id=self.id,
            bill=self.bill_id,
            number=self.number,
            provider=self.provider,
            state=self.state,
            reason=self.reason,
            permanent=self.permanent,
            code=self.code.digits,
            amount=self.amount,
            started_at=self.started_at,
            ended_at=self.ended_at,
        )


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Rows by business words."""

    def unsolved(self) -> PaymentQuerySet:
        """Money that did not fit and that nobody dealt with yet."""
        return self.exclude(outcome=rules.SETTLED).filter(closed_at=None)


class Payment(models.Model):
    """Money that arrived, whatever it did. NTPN is the treasury's number of it, NTB the bank's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="payments")
    code = models.ForeignKey(BillingCode, on_delete=models.PROTECT, related_name="payments")
    ntpn = models.CharField(max_length=32)
    ntb = models.CharField(max_length=32, blank=True)
    amount = models.BigIntegerField()
    paid_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    remark = models.CharField(max_length=rules.REMARK_MAX, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        db_table = "payments_payment"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ntpn"], name="payments_payment_once_per_ntpn"),
            models.UniqueConstraint(
                fields=["bill"], condition=Q(outcome=rules.SETTLED), name="payments_payment_settles_a_bill_once"
            ),
            models.CheckConstraint(condition=Q(outcome__in=rules.OUTCOMES), name="payments_payment_outcome_is_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_payment_amount"),
            models.CheckConstraint(condition=~Q(ntpn=""), name="payments_payment_has_ntpn"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(remark=""), name="payments_payment_closed_with_remark"
            ),
        ]


class ReceiptSeries(models.Model):
    """The last number given in a year; locked when the next is given, so that there are no gaps."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "payments_receipt_series"


class Receipt(models.Model):
    """Proof that a bill was paid."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bill = models.OneToOneField(Bill, on_delete=models.PROTECT, related_name="receipt")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="receipt")
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()

    class Meta:
        db_table = "payments_receipt"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "serial"], name="payments_receipt_number_once"),
            models.CheckConstraint(condition=Q(serial__gt=0), name="payments_receipt_serial"),
        ]

    def read(self) -> rules.Receipt:
        """The receipt as others see it; the row must come with its payment."""
        return rules.Receipt(
            number=rules.receipt_number(self.year, self.serial),
            ntpn=self.payment.ntpn,
            ntb=self.payment.ntb,
            paid_at=self.payment.paid_at,
            amount=self.payment.amount,
        )


class DemoBankEntry(models.Model):
    """A line in the demonstration bank's own book: what it took for a code. Not ours; written by the provider."""

    code = models.CharField(primary_key=True, max_length=rules.CODE_LENGTH)
    amount = models.BigIntegerField()
    ntpn = models.CharField(max_length=32)
    ntb = models.CharField(max_length=32)
    paid_at = models.DateTimeField()

    class Meta:
        db_table = "payments_demo_bank"
