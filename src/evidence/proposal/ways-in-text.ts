import { assertNever } from '../../domain/assert-never.js'
import type { Opened } from './kinship.js'
import type { WayIn } from './ways-in.js'
import type { UseOfWayIn } from './ways-taken.js'

const mostDeeds = 4

/** `created it, gave it strong rights (AttachRolePolicy)`: names in it come out of records. */
export function deedText(ways: readonly WayIn[]): string {
  const deeds = [...new Set(ways.map(oneDeed))].slice(0, mostDeeds)
  const last = deeds.pop()
  return deeds.length === 0 ? `${last}` : `${deeds.join(', ')} and ${last}`
}

function oneDeed({ kind, eventName, accessKeyId }: WayIn): string {
  switch (kind) {
    case 'created':
      return 'created it'
    case 'grant':
      return `gave it strong rights (${eventName})`
    case 'trust':
      return `let others act as it (${eventName})`
    case 'accessKey':
      return `made the access key ${accessKeyId ?? '(not recorded)'} for it`
    case 'password':
      return eventName === 'CreateLoginProfile' ? 'gave it a console password' : 'reset its console password'
    default:
      return assertNever(kind, 'way in')
  }
}

/** How long it took from the way in to its use. */
export function minutesText({ way, use }: Opened): string {
  const minutes = Math.round(((use?.atMs ?? way.atMs) - way.atMs) / 60_000)
  if (minutes >= 120) return `${Math.round(minutes / 60)} hours`
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}

/** The widest of the uses says it: a user's calls are those of its keys, too. */
export function useText(uses: readonly UseOfWayIn[]): string {
  const calls = Math.max(...uses.map((use) => use.calls))
  return `for ${calls} ${calls === 1 ? 'call' : 'calls'} then`
}
