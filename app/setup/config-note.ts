/** Something about the configuration that somebody should look at. No text here holds a secret. */
export interface ConfigNote {
  readonly severity: 'problem' | 'warning'
  /** The configuration, or the environment variable that the value came from. */
  readonly file: string
  readonly line: number | null
  /** `accounts.0.mode`; empty for the whole. */
  readonly path: string
  readonly what: string
  readonly cure: string
}
