"""Messages between applicant and office; the database promises that what was written and read never changes."""

import django.db.models.deletion
from django.db import migrations, models

import seluma.lib.ids

REFUSE = """
CREATE FUNCTION case_message_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('seluma.erasing', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'messages never change: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER case_message_unchanging BEFORE UPDATE OR DELETE ON case_message
    FOR EACH ROW EXECUTE FUNCTION case_message_refuse();
CREATE TRIGGER case_message_reading_unchanging BEFORE UPDATE OR DELETE ON case_message_reading
    FOR EACH ROW EXECUTE FUNCTION case_message_refuse();
"""

UNDO = "DROP FUNCTION case_message_refuse() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="case", name="unread_by_applicant", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(model_name="case", name="unread_by_office", field=models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="CaseMessage",
            fields=[
                ("id", models.UUIDField(default=seluma.lib.ids.new_id, primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="cases.case"
                    ),
                ),
                ("author", models.UUIDField()),
                ("by_office", models.BooleanField()),
                ("text", models.TextField()),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "db_table": "case_message",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="case_message_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseMessageReading",
            fields=[
                ("id", models.UUIDField(default=seluma.lib.ids.new_id, primary_key=True, serialize=False)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="cases.casemessage",
                    ),
                ),
                ("reader", models.UUIDField()),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "db_table": "case_message_reading",
                "constraints": [
                    models.UniqueConstraint(fields=("message", "reader"), name="case_message_first_read_once")
                ],
            },
        ),
        migrations.RunSQL(REFUSE, UNDO),
    ]
