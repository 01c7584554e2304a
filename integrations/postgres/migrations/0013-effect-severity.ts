/**
 * An effect has the severity of the gravest finding of its incident, kept by the database whoever writes: where workers are
 * behind, what matters most is handed out first. A graver finding that joins raises what still waits.
 */
export const effectSeverity0013 = `
ALTER TABLE effect ADD COLUMN severity double precision NOT NULL DEFAULT 0;
COMMENT ON COLUMN effect.severity IS 'Of the gravest finding of the incident, on GuardDuty''s scale; 0 where there is none';

CREATE FUNCTION finding_severity(body jsonb) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE jsonb_typeof(body -> 'severity') WHEN 'number' THEN (body ->> 'severity')::double precision ELSE 0 END
$$;

CREATE FUNCTION effect_takes_severity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT coalesce(max(finding_severity(body)), 0) INTO NEW.severity FROM finding WHERE incident_id = NEW.incident_id;
  RETURN NEW;
END $$;
CREATE TRIGGER effect_takes_severity BEFORE INSERT ON effect FOR EACH ROW EXECUTE FUNCTION effect_takes_severity();

CREATE FUNCTION finding_raises_effects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE effect SET severity = finding_severity(NEW.body)
    WHERE incident_id = NEW.incident_id AND status IN ('pending', 'claimed') AND severity < finding_severity(NEW.body);
  RETURN NULL;
END $$;
CREATE TRIGGER finding_raises_effects AFTER INSERT ON finding FOR EACH ROW EXECUTE FUNCTION finding_raises_effects();
`
