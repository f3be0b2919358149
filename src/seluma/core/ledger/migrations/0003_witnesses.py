"""What witnesses gave, how they behave, and what was found out; the first and the last stay as they were written."""

from django.db import migrations, models

REFUSE = """
CREATE TRIGGER ledger_cosignature_unchanging BEFORE UPDATE OR DELETE ON ledger_cosignature
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_cosignature_no_truncate BEFORE TRUNCATE ON ledger_cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_alarm_unchanging BEFORE UPDATE OR DELETE ON ledger_alarm
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_alarm_no_truncate BEFORE TRUNCATE ON ledger_alarm
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

UNDO = """
DROP TRIGGER ledger_cosignature_unchanging ON ledger_cosignature;
DROP TRIGGER ledger_cosignature_no_truncate ON ledger_cosignature;
DROP TRIGGER ledger_alarm_unchanging ON ledger_alarm;
DROP TRIGGER ledger_alarm_no_truncate ON ledger_alarm;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="LedgerAlarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attack", models.CharField(max_length=40)),
                ("place", models.TextField()),
                ("proves", models.TextField()),
                ("evidence", models.BinaryField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_alarm",
                "constraints": [models.UniqueConstraint(fields=("attack", "place"), name="ledger_alarm_once")],
            },
        ),
        migrations.CreateModel(
            name="LedgerCosignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField()),
                ("witness", models.CharField(max_length=300)),
                ("line", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_cosignature",
                "indexes": [models.Index(fields=["witness", "size"], name="ledger_cosignature_of")],
                "constraints": [models.UniqueConstraint(fields=("size", "witness"), name="ledger_cosignature_once")],
            },
        ),
        migrations.CreateModel(
            name="LedgerWitness",
            fields=[
                ("witness", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField(default=0)),
                ("away_since", models.DateTimeField(null=True)),
                ("trouble", models.TextField(blank=True)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "ledger_witness"},
        ),
        migrations.RunSQL(REFUSE, UNDO),
    ]
