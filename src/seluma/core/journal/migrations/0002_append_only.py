"""What the database itself promises: entries and their order never change, facts can only be destroyed on purpose."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION journal_facts_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('seluma.erasing', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'facts are destroyed only by the verb for it: DELETE on journal_facts is refused'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER journal_entry_unchanging BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_position_unchanging BEFORE UPDATE OR DELETE ON journal_position
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_position_no_truncate BEFORE TRUNCATE ON journal_position
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_facts_unchanging BEFORE UPDATE ON journal_facts
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_facts_no_delete BEFORE DELETE ON journal_facts
    FOR EACH ROW EXECUTE FUNCTION journal_facts_refuse_delete();
CREATE TRIGGER journal_facts_no_truncate BEFORE TRUNCATE ON journal_facts
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

ALTER TABLE journal_facts ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY;
"""

UNDO = """
ALTER TABLE journal_facts ALTER COLUMN seq DROP IDENTITY;
DROP FUNCTION journal_refuse() CASCADE;
DROP FUNCTION journal_facts_refuse_delete() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, UNDO)]
