import type { Suspect } from './verdict.js'

/** A suspect in words that the name goes between: `new user` backdoor; `trust of role` claims-deploy `changed`. */
export interface SuspectWords {
  readonly before: string
  /** What was done to it; '' where that is that it came into being. */
  readonly after: string
}

/** What was done to a user or role that was there before, so that nobody looks for a new one. */
const openings: Readonly<Record<NonNullable<Suspect['opened']>, SuspectWords>> = {
  trust: { before: 'trust of role', after: 'changed' },
  password: { before: 'password of user', after: 'set' },
  newPassword: { before: 'password of user', after: 'changed' },
  accessKey: { before: 'access key of user', after: 'activated' },
  serviceCredential: { before: 'service-specific credential of user', after: 'made' },
  sshKey: { before: 'SSH public key of user', after: 'uploaded' },
  signingCertificate: { before: 'signing certificate of user', after: 'uploaded' },
}

/** Never says "new" of what was only opened another way, nor that a session was made. */
export function suspectWords({ kind, opened }: Pick<Suspect, 'kind' | 'opened'>): SuspectWords {
  if (opened !== undefined) return openings[opened]
  if (kind === 'session') return { before: 'session', after: '' }
  return { before: kind === 'accessKey' ? 'new access key' : `new ${kind}`, after: '' }
}

/** `new user backdoor`, `trust of role claims-deploy changed`. The name is the attacker's words: escape it for where it is shown. */
export function nameSuspect(suspect: Pick<Suspect, 'kind' | 'opened' | 'name'>): string {
  const { before, after } = suspectWords(suspect)
  return `${before} ${suspect.name}${after === '' ? '' : ` ${after}`}`
}
