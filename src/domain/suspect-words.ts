import { doors, isDoor, openings } from './openings.js'
import type { Suspect } from './verdict.js'

/** A suspect in words that the name goes between: `new user` backdoor; `trust of role` claims-deploy `changed`. */
export interface SuspectWords {
  readonly before: string
  /** What was done to it; '' where that is that it came into being. */
  readonly after: string
}

/** Never says "new" of what was only opened another way, nor that a session was made. */
export function suspectWords({ kind, opened }: Pick<Suspect, 'kind' | 'opened'>): SuspectWords {
  const thing = thingOf(kind)
  if (opened === 'changed' || opened === 'enabled')
    return { before: thing, after: opened === 'enabled' ? 'turned on' : 'changed' }
  if (opened !== undefined) return { before: openings[opened].before, after: openings[opened].after }
  return { before: kind === 'session' ? thing : `new ${thing}`, after: '' }
}

/** What it is, as people say it: `access key`. */
export function thingOf(kind: Suspect['kind']): string {
  if (isDoor(kind)) return doors[kind].words
  return kind === 'accessKey' ? 'access key' : kind
}

/** `new user backdoor`, `trust of role claims-deploy changed`. The name is the attacker's words: escape it for where it is shown. */
export function nameSuspect(suspect: Pick<Suspect, 'kind' | 'opened' | 'name'>): string {
  const { before, after } = suspectWords(suspect)
  return `${before} ${suspect.name}${after === '' ? '' : ` ${after}`}`
}
