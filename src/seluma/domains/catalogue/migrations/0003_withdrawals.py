"""Services that are not offered any more; a withdrawal never changes and never goes away, as a version does not."""

from django.db import migrations, models

REFUSE = """
CREATE TRIGGER catalogue_withdrawal_unchanging BEFORE UPDATE OR DELETE ON catalogue_service_withdrawal
    FOR EACH ROW EXECUTE FUNCTION catalogue_refuse();
CREATE TRIGGER catalogue_withdrawal_no_truncate BEFORE TRUNCATE ON catalogue_service_withdrawal
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse();
"""

UNDO = """
DROP TRIGGER catalogue_withdrawal_unchanging ON catalogue_service_withdrawal;
DROP TRIGGER catalogue_withdrawal_no_truncate ON catalogue_service_withdrawal;
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_unchanging")]
    operations = [
        migrations.CreateModel(
            name="ServiceWithdrawal",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=64)),
                ("upto", models.PositiveIntegerField()),
                ("from_on", models.DateField()),
                ("reason_id", models.TextField()),
                ("reason_en", models.TextField()),
                ("stops_filed", models.BooleanField()),
                ("withdrawn_at", models.DateTimeField()),
            ],
            options={
                "db_table": "catalogue_service_withdrawal",
                "constraints": [
                    models.UniqueConstraint(fields=("code", "upto"), name="catalogue_withdrawn_once"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("reason_id", ""), _negated=True), models.Q(("reason_en", ""), _negated=True)),
                        name="catalogue_withdrawn_with_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(REFUSE, UNDO),
    ]
