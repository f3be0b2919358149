"""What the database itself promises: a published version of a service never changes and never goes away."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION catalogue_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'published versions of services never change: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER catalogue_version_unchanging BEFORE UPDATE OR DELETE ON catalogue_service_version
    FOR EACH ROW EXECUTE FUNCTION catalogue_refuse();
CREATE TRIGGER catalogue_version_no_truncate BEFORE TRUNCATE ON catalogue_service_version
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse();
"""

UNDO = "DROP FUNCTION catalogue_refuse() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, UNDO)]
