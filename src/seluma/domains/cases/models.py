"""The table of cases. What is handed in, paid, asked and handed out belongs to other packages and is read from them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from seluma.lib.ids import new_id

from . import rules
from .rules import (
    ACTIVE,
    DRAFT,
    HANDED_OVER,
    HELD,
    LAPSED,
    NOTE_MAX,
    OF_DECIDERS,
    OF_THE_OFFICE,
    OF_VERIFIERS,
    WITH_US,
    WITHDRAWN,
    WORKFLOW,
)

_DESK = Q(state__in=sorted(WITH_US))
_FREE = _DESK & Q(claimed_by__isnull=True)
_OPEN = Q(number__isnull=False, closed_at__isnull=True)


class Case(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=30, null=True, unique=True)
    service_code = models.CharField(max_length=60)
    version_id = models.UUIDField()
    applicant = models.UUIDField()
    by_sponsor = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="id")
    state = models.CharField(max_length=12, default=DRAFT)
    answers = models.JSONField(default=dict)
    to_mend = models.JSONField(default=dict)
    person_key = models.CharField(max_length=60, blank=True)
    person_name = models.CharField(max_length=300, blank=True)
    search_keys = ArrayField(models.IntegerField(), default=list)
    """Numbers by which name and passport are found; see `rules.sought`."""
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    days_left = models.IntegerField(null=True)
    mend_until = models.DateField(null=True)
    overdue_noted = models.BooleanField(default=False)
    turn = models.CharField(max_length=12, default="applicant")
    """Whose turn it is, for the desk's lists alone: kept by `turns`, always computed anew by `rules.whose_turn`."""
    turn_since = models.DateTimeField(null=True)
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    verified_by = models.UUIDField(null=True)
    verified_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    refusal = models.JSONField(null=True)
    refused_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    unread_by_applicant = models.PositiveIntegerField(default=0)
    unread_by_office = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "case"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WORKFLOW.states), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(state__in=[DRAFT, WITHDRAWN, LAPSED]),
                name="case_filed_has_number",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(verified_by__isnull=False), name="case_decided_after_verified"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("verified_by")), name="case_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True) | Q(state__in=sorted(HELD)), name="case_claimed_only_where_held"
            ),
            models.UniqueConstraint(
                fields=["service_code", "person_key"],
                condition=Q(state__in=sorted(ACTIVE)) & ~Q(person_key=""),
                name="case_one_open_per_person_and_service",
            ),
            models.UniqueConstraint(
                fields=["applicant", "service_code"],
                condition=Q(state=DRAFT, by_sponsor=False),
                name="case_one_draft_per_person_and_service",
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-changed_at"], name="case_of_applicant"),
            models.Index(fields=["state", "due_on", "id"], name="case_on_desk"),
            models.Index(
                fields=["claimed_by", "due_on", "id"], condition=Q(claimed_by__isnull=False), name="case_desk_mine"
            ),
            models.Index(
                fields=["due_on", "id"], condition=_FREE & Q(turn__in=OF_VERIFIERS), name="case_desk_to_verify"
            ),
            models.Index(
                fields=["due_on", "id"], condition=_FREE & Q(turn__in=OF_DECIDERS), name="case_desk_to_decide"
            ),
            models.Index(fields=["due_on", "id"], condition=_DESK & ~Q(turn="applicant"), name="case_desk_clock_runs"),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state=HANDED_OVER, turn__in=OF_VERIFIERS),
                name="case_desk_to_follow_up",
            ),
            models.Index(fields=["due_on", "id"], condition=_OPEN, name="case_desk_open"),
            models.Index(
                fields=["due_on", "id"], condition=_OPEN & ~Q(turn__in=OF_THE_OFFICE), name="case_desk_waiting"
            ),
            models.Index(fields=["-closed_at", "-id"], condition=Q(closed_at__isnull=False), name="case_desk_closed"),
            models.Index(fields=["decided_at"], condition=Q(decided_at__isnull=False), name="case_decided"),
            models.Index(fields=["service_code", "turn", "turn_since"], condition=_OPEN, name="case_overview"),
            models.Index(
                fields=["turn_since"], condition=_OPEN & Q(turn__in=OF_THE_OFFICE), name="case_overview_oldest"
            ),
            GinIndex(fields=["search_keys"], name="case_sought"),
        ]


class CaseCounter(models.Model):
    """The last number given in a year; its row is locked while one is taken."""

    year = models.IntegerField(primary_key=True)
    last = models.IntegerField(default=0)

    class Meta:
        db_table = "case_counter"


class CaseMessage(models.Model):
    """What the applicant and the office write to each other. Rows never change; the database refuses it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    author = models.UUIDField()
    by_office = models.BooleanField()
    text = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "case_message"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="case_message_says_something")]


class CaseMessageReading(models.Model):
    """When somebody of the other side first saw a message. Rows never change."""

    id = models.UUIDField(primary_key=True, default=new_id)
    message = models.ForeignKey(CaseMessage, on_delete=models.PROTECT, related_name="readings")
    reader = models.UUIDField()
    read_at = models.DateTimeField()

    class Meta:
        db_table = "case_message_reading"
        constraints = [
            models.UniqueConstraint(fields=["message", "reader"], name="case_message_first_read_once"),
        ]


class Diary(models.Model):
    """How a person wants to be told what ends when: letters or not, and the calendar's secret address.

    Of the secret only its digest is kept, and a number from which the service's key makes it again.
    """

    account = models.UUIDField(primary_key=True)
    reminders = models.BooleanField(default=True)
    nonce = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        db_table = "case_diary"
        constraints = [
            models.CheckConstraint(
                condition=Q(nonce="", digest__isnull=True) | (~Q(nonce="") & Q(digest__isnull=False)),
                name="case_diary_secret_is_whole",
            ),
        ]


class CaseNote(models.Model):
    """What officers tell or ask each other about a case. No page of the applicant shows it; an export of data does."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.UUIDField()
    to = models.UUIDField(null=True)
    text = models.CharField(max_length=NOTE_MAX)
    written_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_note"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="case_note_says_something"),
            models.CheckConstraint(condition=Q(to__isnull=True) | ~Q(to=F("author")), name="case_note_to_a_colleague"),
        ]
        indexes = [
            models.Index(
                fields=["to"], condition=Q(to__isnull=False, answered_at__isnull=True), name="case_note_to_answer"
            ),
        ]


class Reminder(models.Model):
    """That somebody was reminded of a deadline at a distance of so many days."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.UUIDField()
    kind = models.CharField(max_length=20)
    about = models.UUIDField()
    ends_on = models.DateField()
    days = models.PositiveIntegerField()
    reminded_at = models.DateTimeField()

    class Meta:
        db_table = "case_reminder"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "about", "ends_on", "days"], name="case_reminder_once_for_each_distance"
            ),
        ]


class Absence(models.Model):
    """An officer is away from a day to a day, both included; meanwhile the deputy has their cases in view."""

    id = models.UUIDField(primary_key=True, default=new_id)
    officer = models.UUIDField()
    deputy = models.UUIDField()
    from_on = models.DateField()
    until_on = models.DateField()
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_absence"
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="case_absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(officer=F("deputy")), name="case_absence_deputy_is_another"),
        ]
        indexes = [
            models.Index(fields=["until_on"], condition=Q(ended_at__isnull=True), name="case_absence_in_force"),
        ]


class Handover(models.Model):
    """A case at the authority that decides it. A case that comes back for more and goes again has another one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    to = models.CharField(max_length=64)
    adapter = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default=rules.WAITING)
    handed_by = models.UUIDField()
    handed_at = models.DateTimeField()
    due_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    late_noted = models.BooleanField(default=False)

    class Meta:
        db_table = "case_handover"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=sorted(rules.AWAITED)), name="case_handover_one_under_way"
            ),
            models.UniqueConstraint(
                fields=["to", "reference"], condition=~Q(reference=""), name="case_handover_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(state=rules.ANSWERED, answered_at__isnull=False, verdict__in=sorted(rules.VERDICTS))
                | Q(state__in=[*sorted(rules.AWAITED), rules.ENDED_EARLY], answered_at__isnull=True, verdict=""),
                name="case_handover_answered_with_verdict",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state=rules.WAITING), name="case_handover_to_send"),
            models.Index(fields=["due_on"], condition=Q(state__in=sorted(rules.AWAITED)), name="case_handover_due"),
        ]

    def read(self) -> rules.Handover:
        """The handover as others see it."""
        names = (
            "id to adapter state handed_at due_on reference problem attempts next_try_at answered_at verdict reason "
            "filename late_noted"
        )
        return rules.Handover(**{name: getattr(self, name) for name in names.split()})


class Objection(models.Model):
    """An objection to a refusal; one for a case."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="objection")
    state = models.CharField(max_length=10, default=rules.OPEN)
    text = models.TextField()
    filed_at = models.DateTimeField()
    officer = models.UUIDField(null=True)
    due_on = models.DateField()
    promised_on = models.DateField(null=True)
    """The day that had been promised for the decision; the case has it again when the refusal stands."""
    late_noted = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_objection"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=rules.OPEN, decided_at__isnull=True)
                | Q(state__in=[rules.UPHELD, rules.REJECTED, rules.TAKEN_BACK], decided_at__isnull=False),
                name="case_objection_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.REJECTED) | ~Q(reason=""), name="case_objection_rejected_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["officer", "due_on"], condition=Q(state=rules.OPEN), name="case_objection_open"),
        ]

    def read(self) -> rules.Objection:
        """The objection as others see it."""
        names = ("id", "state", "text", "filed_at", "officer", "due_on", "reason", "decided_at")
        return rules.Objection(**{name: getattr(self, name) for name in names})


PERSONAL: dict[str, frozenset[str]] = {
    "Case": frozenset({"applicant", "answers", "to_mend", "person_key", "person_name", "search_keys", "refusal"}),
    "CaseCounter": frozenset(),
    "CaseMessage": frozenset({"author", "text"}),
    "CaseMessageReading": frozenset({"reader"}),
    "Diary": frozenset({"account", "reminders", "nonce", "digest"}),
    "Reminder": frozenset({"account", "ends_on"}),
    "CaseNote": frozenset({"author", "to", "text"}),
    "Absence": frozenset({"officer", "deputy", "from_on", "until_on"}),
    "Handover": frozenset({"reference", "reason", "file_digest", "filename"}),
    "Objection": frozenset({"text", "reason"}),
}
"""Columns that tell something about a person."""
