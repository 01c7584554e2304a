/** What /readyz goes through: one row a process that asks, overwritten by its next question. */
export const canaries0008 = `
CREATE TABLE canary (
  realm       text NOT NULL,
  process     text NOT NULL,
  nonce       text NOT NULL,
  sent_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  answered_at timestamptz,
  worker      text,
  PRIMARY KEY (realm, process)
);
CREATE INDEX canary_nonce ON canary (realm, nonce);
COMMENT ON TABLE canary IS 'Jobs that ask whether work is taken; says nothing about any incident';
`
