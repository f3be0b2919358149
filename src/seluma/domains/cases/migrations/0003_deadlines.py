"""What people want to be told about what ends when, and what they were told."""

from django.db import migrations, models

import seluma.lib.ids


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_messages")]

    operations = [
        migrations.CreateModel(
            name="Diary",
            fields=[
                ("account", models.UUIDField(primary_key=True, serialize=False)),
                ("reminders", models.BooleanField(default=True)),
                ("nonce", models.CharField(blank=True, max_length=32)),
                ("digest", models.CharField(max_length=64, null=True, unique=True)),
            ],
            options={
                "db_table": "case_diary",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest__isnull", True), ("nonce", "")),
                            models.Q(models.Q(("nonce", ""), _negated=True), ("digest__isnull", False)),
                            _connector="OR",
                        ),
                        name="case_diary_secret_is_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.UUIDField(default=seluma.lib.ids.new_id, primary_key=True, serialize=False)),
                ("account", models.UUIDField()),
                ("kind", models.CharField(max_length=20)),
                ("about", models.UUIDField()),
                ("ends_on", models.DateField()),
                ("days", models.PositiveIntegerField()),
                ("reminded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "case_reminder",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "kind", "about", "ends_on", "days"),
                        name="case_reminder_once_for_each_distance",
                    )
                ],
            },
        ),
    ]
