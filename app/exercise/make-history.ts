import type { ExerciseCall, ExerciseHistory } from '../../exercises/schema/world.js'
import type { Identities } from './identities.js'
import type { Past } from './virtual/virtual-account.js'

/** A call of the history, with the time until T+0. */
interface PastCall {
  readonly agoMs: number
  readonly history: ExerciseHistory
  readonly call: ExerciseCall
}

/** Roles are older than what is done with them. */
const BEFORE_FIRST_MS = 60_000

/**
 * Lets the history of an exercise happen: each call is made, authorised and recorded at its time, by whoever made it. What the
 * account refuses is recorded as refused.
 */
export function pastOf(
  histories: readonly ExerciseHistory[],
  startsAt: Date,
  identitiesOf: (accounts: Parameters<Past['live']>[0]) => Identities,
): Past {
  const calls = histories.flatMap(callsOf).sort((a, b) => b.agoMs - a.agoMs)
  const before = (agoMs: number) => new Date(startsAt.getTime() - agoMs)
  return {
    since: before((calls[0]?.agoMs ?? 0) + BEFORE_FIRST_MS),
    live: (accounts, setClock) => {
      const identities = identitiesOf(accounts)
      for (const { agoMs, history, call } of calls) {
        setClock(before(agoMs))
        identities.caller(history.by).call(asActorCall(call))
      }
    },
  }
}

/** A call of the file as the simulated account takes it. */
export function asActorCall({ service, action, parameters }: ExerciseCall) {
  return { service, action, ...(parameters === undefined ? {} : { parameters }) }
}

/** With `every` the calls come round and round until the end; without it each comes once, spread evenly. */
function callsOf(history: ExerciseHistory): PastCall[] {
  const { from, until, every, calls } = history
  const lastsMs = from.ms - until.ms
  const count = every === undefined ? calls.length : Math.floor(lastsMs / every.ms) + 1
  const stepMs = every?.ms ?? (calls.length > 1 ? lastsMs / (calls.length - 1) : 0)
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const call = calls[index % calls.length]
    return call === undefined ? [] : [{ agoMs: Math.round(from.ms - index * stepMs), history, call }]
  })
}
