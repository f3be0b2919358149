"""Questions to other institutions. Rows are written by `actions` only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from seluma.lib.ids import Ref, new_id

from . import rules

PERSONAL: dict[str, frozenset[str]] = {
    "AgencyQuestion": frozenset({"fields", "remark", "answered_by"}),
}
"""Which columns of each table tell something about a person beyond identifiers of other things."""


class AgencyQuestionQuerySet(models.QuerySet["AgencyQuestion"]):
    """Rows by business words."""

    def about(self, about: Ref) -> AgencyQuestionQuerySet:
        """Everything that was asked about this thing."""
        return self.filter(about_kind=about.kind, about_id=about.id)

    def open(self) -> AgencyQuestionQuerySet:
        """What waits for an answer."""
        return self.filter(state=rules.OPEN)


class AgencyQuestion(models.Model):
    """One question to one institution, with all that it is shown. `fields` is a copy made when it was asked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    agency = models.CharField(max_length=100)
    organisation = models.UUIDField()
    question_key = models.CharField(max_length=100)
    text = models.JSONField()
    legal_base = models.JSONField()
    fields = models.JSONField()
    state = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, blank=True)
    remark = models.CharField(max_length=rules.REMARK_MAX, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = AgencyQuestionQuerySet.as_manager()

    class Meta:
        db_table = "agencies_question"
        indexes: ClassVar = [
            models.Index(fields=["about_id", "about_kind"], name="agencies_question_about"),
            models.Index(fields=["organisation", "due_on"], condition=Q(state="open"), name="agencies_question_inbox"),
            models.Index(fields=["due_on"], condition=Q(state="open"), name="agencies_question_due"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about_id", "about_kind", "agency", "question_key"],
                condition=Q(state=rules.OPEN),
                name="agencies_question_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.WORKFLOW.states), name="agencies_question_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", *rules.VERDICTS]), name="agencies_question_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=Q(~Q(verdict=""), state=rules.ANSWERED, answered_by__isnull=False, answered_at__isnull=False)
                | (~Q(state=rules.ANSWERED) & Q(verdict="", answered_by__isnull=True, answered_at__isnull=True)),
                name="agencies_question_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=[rules.NO, rules.UNCLEAR]) | ~Q(remark=""),
                name="agencies_question_explained_unless_yes",
            ),
        ]

    @property
    def about(self) -> Ref:
        return Ref(self.about_kind, self.about_id)

    def read(self) -> rules.AgencyQuestion:
        """The question as others see it."""
        return rules.AgencyQuestion(
            id=self.id,
            about=self.about,
            agency=self.agency,
            organisation=self.organisation,
            question_key=self.question_key,
            text=self.text,
            legal_base=self.legal_base,
            fields=self.fields,
            state=self.state,
            asked_at=self.asked_at,
            due_on=self.due_on,
            reminded_at=self.reminded_at,
            escalated_at=self.escalated_at,
            answer=self.verdict,
            remark=self.remark,
            answered_by=self.answered_by,
            answered_at=self.answered_at,
        )
