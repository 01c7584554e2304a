/** The system chain: one a realm, written by integrations/postgres/postgres-system-log.ts. */
export const systemAudit0006 = `
CREATE TABLE system_audit (
  realm     text NOT NULL,
  seq       integer NOT NULL CHECK (seq > 0),
  body      jsonb NOT NULL,
  prev_hash text NOT NULL,
  hash      text NOT NULL,
  PRIMARY KEY (realm, seq)
);
COMMENT ON TABLE system_audit IS 'Append-only, hash-chained: what happened to Tourniquet itself; see docs/audit.md';
CREATE TRIGGER system_audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON system_audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
`
