"""What the portal found when it audited itself; it stays as it was written."""

import django.contrib.postgres.fields
from django.db import migrations, models

REFUSE = """
CREATE TRIGGER ledger_audit_unchanging BEFORE UPDATE OR DELETE ON ledger_audit
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_audit_no_truncate BEFORE TRUNCATE ON ledger_audit
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

UNDO = """
DROP TRIGGER ledger_audit_unchanging ON ledger_audit;
DROP TRIGGER ledger_audit_no_truncate ON ledger_audit;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_anchors")]
    operations = [
        migrations.CreateModel(
            name="LedgerAudit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField()),
                ("findings", models.JSONField()),
                ("silent", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_audit"},
        ),
        migrations.RunSQL(REFUSE, UNDO),
    ]
