"""The line for a position takes the number of the facts and keeps no index.

It holds what was noted since the last pass of the sequencer, which reads it whole. An index over numbers that only grow
has one leaf that every commit of the house wants to write, and a sequence of its own is one more lock.
"""

from django.db import migrations, models

DROP = "ALTER TABLE journal_pending DROP CONSTRAINT journal_pending_pkey"
ADD = "ALTER TABLE journal_pending ADD CONSTRAINT journal_pending_pkey PRIMARY KEY (seq)"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [
        migrations.AlterField("journalpending", "seq", models.BigIntegerField(primary_key=True, serialize=False)),
        migrations.RunSQL(DROP, ADD),
    ]
