/** What a source of evidence handed over, kept beside the record because it is large. */
export interface RawEvidence {
  readonly incidentId: string
  /** SHA-256 of the text. */
  readonly digest: string
  /** A CloudTrail record a line. */
  readonly text: string
}

export interface RawEvidenceFiles {
  /** Durable when it returns; answers with the name that `check` takes. The same text again is kept once. */
  keep(raw: RawEvidence): Promise<string>
  /** Whether what is kept is still what the digest says. `gone`: it cannot be read here, which may be another host. */
  check(file: string, digest: string): Promise<'asFiled' | 'changed' | 'gone'>
}
