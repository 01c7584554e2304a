/**
 * Signed checkpoints, which anchors confirmed them, and the database's own id. `checkpoint_head` repeats what the bodies
 * say, to find the chains that moved; verification goes by the bodies.
 */
export const checkpoints0007 = `
CREATE TABLE database_instance (
  id         text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE database_instance IS 'One row: part of the identity that checkpoints carry';
INSERT INTO database_instance DEFAULT VALUES;

CREATE TABLE checkpoint (
  realm     text NOT NULL,
  number    integer NOT NULL CHECK (number > 0),
  body      jsonb NOT NULL,
  prev_hash text NOT NULL,
  hash      text NOT NULL,
  signature text NOT NULL,
  PRIMARY KEY (realm, number)
);
CREATE TABLE checkpoint_head (
  realm  text NOT NULL,
  chain  text NOT NULL,
  seq    integer NOT NULL,
  number integer NOT NULL,
  PRIMARY KEY (realm, chain, seq)
);
CREATE TABLE anchored (
  realm       text NOT NULL,
  sink        text NOT NULL,
  number      integer NOT NULL,
  hash        text NOT NULL,
  anchored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (realm, sink, number)
);
COMMENT ON TABLE anchored IS 'Which place outside the database confirmed which checkpoint';
CREATE TRIGGER database_instance_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON database_instance
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER checkpoint_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER checkpoint_head_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint_head
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER anchored_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anchored
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
`
