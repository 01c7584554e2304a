/**
 * The embedded server says which files it runs on (integrations/postgres/embedded/files-mark.ts), and the database remembers
 * them: a copy of its files is then held like a clone, also where nothing was ever recorded. Any other server says nothing,
 * and is held for nothing by this. Where somebody has pulled that brake already, theirs says more.
 */
export const copiedFiles0009 = `
ALTER TABLE database_identity ADD COLUMN files text;
COMMENT ON COLUMN database_identity.files IS 'Of the embedded server: inode and birth time of its PG_VERSION; NULL: not told';

DROP FUNCTION own_identity();
CREATE FUNCTION own_identity(OUT system_identifier text, OUT database_oid bigint, OUT files text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  SELECT oid::bigint INTO database_oid FROM pg_database WHERE datname = current_database();
  IF has_function_privilege('pg_control_system()', 'EXECUTE') THEN
    SELECT control.system_identifier::text INTO system_identifier FROM pg_control_system() AS control;
  END IF;
  files := nullif(current_setting('tourniquet.database_files', true), '');
END $$;
UPDATE database_identity SET files = own.files FROM own_identity() AS own;

CREATE OR REPLACE FUNCTION standing_brakes(p_realm text)
RETURNS TABLE (kind text, realm text, reason text, pulled_by text, pulled_at timestamptz) LANGUAGE sql STABLE AS $$
  SELECT kind, realm, reason, pulled_by, pulled_at FROM brake WHERE realm IN (p_realm, '*')
  UNION ALL
  SELECT 'standing', '*', format('this database is a copy: it was made as %s/%s and is %s/%s now', bound.system_identifier,
    bound.database_oid, own.system_identifier, own.database_oid), 'PostgreSQL', bound.bound_at
  FROM database_identity AS bound, own_identity() AS own
  WHERE bound.system_identifier <> own.system_identifier OR bound.database_oid <> own.database_oid
  UNION ALL
  SELECT 'standing', '*', format('these database files were copied or restored since %s: they were %s and are %s now',
    to_char(bound.bound_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), bound.files, own.files),
    'PostgreSQL', bound.bound_at
  FROM database_identity AS bound, own_identity() AS own
  WHERE bound.files <> own.files
    AND bound.system_identifier IS NOT DISTINCT FROM own.system_identifier AND bound.database_oid = own.database_oid
    AND NOT EXISTS (SELECT FROM brake WHERE kind = 'standing' AND realm IN (p_realm, '*'));
$$;
`
