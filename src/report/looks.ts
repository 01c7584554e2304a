import { addObservation, initialVerdict } from '../containment/verdict.js'
import type { BlockObservation, LookDepth, Suspect, TamperingAct, Verdict } from '../domain/verdict.js'
import type { ReadRecord } from './read-record.js'
import { count } from './words.js'

/** One look at the block: what it saw, what was known after it, and what it changed about earlier ones. */
export interface Look {
  readonly readAt: string
  readonly depth: LookDepth
  readonly policy: BlockObservation['policy']
  readonly missing: readonly string[]
  readonly denied: number
  readonly succeeded: number
  readonly inWindow: number
  readonly eventsRead: boolean
  /** As it was known then: a later look amends it and never rewrites it. */
  readonly enforcement: Verdict['enforcement']
  readonly simulation: BlockObservation['simulation']
  /** Sentences: what came to be known now, of a time at which an earlier look had already said something else. */
  readonly amends: readonly string[]
}

interface Known {
  readonly verdict: Verdict
  /** Ids of calls and wordings of acts that were told before. */
  readonly told: ReadonlySet<string>
  readonly denied: number
  /** When CloudTrail was last read in full before; null for never. */
  readonly eventsReadAt: string | null
  /** When people were told "contained"; null before. */
  readonly containedAt: string | null
}

const nothingKnown: Known = {
  verdict: initialVerdict(),
  told: new Set(),
  denied: 0,
  eventsReadAt: null,
  containedAt: null,
}

/** Every look on the record, oldest first. CloudTrail brings events minutes late, so a look may amend the ones before. */
export function looksIn(records: readonly ReadRecord[]): Look[] {
  const looks: Look[] = []
  let known = nothingKnown
  for (const { body, happening } of records) {
    if (happening.kind === 'event' && happening.event.type === 'BLOCK_OBSERVED') {
      const { observation } = happening.event
      const verdict = addObservation(known.verdict, observation, { soakComplete: known.containedAt !== null })
      looks.push(lookOf(observation, verdict, amendments(observation, verdict, known)))
      known = afterLook(observation, verdict, known)
    }
    if (body.to === 'contained' && body.from !== 'contained') known = { ...known, containedAt: body.at }
  }
  return looks
}

function lookOf(observation: BlockObservation, { enforcement }: Verdict, amends: readonly string[]): Look {
  const { readAt, depth, policy, missing, denied, succeeded, inWindow, eventsRead, simulation } = observation
  return {
    readAt,
    depth,
    policy,
    missing,
    denied,
    succeeded: succeeded.length,
    inWindow: inWindow.length,
    eventsRead,
    enforcement,
    simulation,
    amends,
  }
}

function afterLook(observation: BlockObservation, verdict: Verdict, known: Known): Known {
  const { readAt, eventsRead } = observation
  return {
    ...known,
    verdict,
    told: new Set([...known.told, ...callsOf(observation).map(({ key }) => key), ...actsOf(observation)]),
    denied: Math.max(known.denied, observation.denied),
    eventsReadAt: eventsRead ? readAt : known.eventsReadAt,
  }
}

function amendments(observation: BlockObservation, verdict: Verdict, known: Known): string[] {
  return [
    ...lateCalls(observation, known),
    ...lateActs(observation, known),
    ...lateDenial(observation, verdict, known),
    ...withdrawn(verdict, known),
  ]
}

function lateCalls(observation: BlockObservation, { told, eventsReadAt }: Known): string[] {
  return callsOf(observation)
    .filter(({ key, eventTime }) => !told.has(key) && isBefore(eventTime, eventsReadAt))
    .map(({ what, eventName, eventTime }) => `${what} of ${eventName} at ${eventTime} arrived late`)
}

function lateActs(observation: BlockObservation, { told, eventsReadAt }: Known): string[] {
  return observation.tampering
    .filter((act) => !told.has(keyOf(act)) && isBefore(act.at, eventsReadAt))
    .map(({ what, at }) => `an act against the block arrived late: ${what} (${at})`)
}

/** Denied calls come as a number. Once "contained" was said with `notObserved`, the first of them changes what was said. */
function lateDenial({ denied }: BlockObservation, verdict: Verdict, { denied: before, containedAt, ...known }: Known) {
  if (containedAt === null || before > 0 || denied === 0) return []
  const now = known.verdict.enforcement === verdict.enforcement ? '' : `: enforcement is ${verdict.enforcement} now`
  return [`${count(denied, 'denied call')} arrived after "contained" was said at ${containedAt}${now}`]
}

/** CloudTrail can show that somebody else made a user that was suspected; it then is no suspect any more. */
function withdrawn({ suspects }: Verdict, { verdict }: Known): string[] {
  const still = new Set(suspects.map(nameOf))
  return verdict.suspects
    .map(nameOf)
    .filter((name) => !still.has(name))
    .map((name) => `${name} is no suspect any more`)
}

/** Calls that nothing denies are left out: they change nothing that was said. */
function callsOf({ succeeded, inWindow }: BlockObservation) {
  const named = (what: string, calls: BlockObservation['succeeded']) =>
    calls.map((call) => ({ ...call, what, key: call.eventId }))
  return [...named('a success', succeeded), ...named('a success within the window', inWindow)]
}

function actsOf({ tampering }: BlockObservation): string[] {
  return tampering.map(keyOf)
}

function keyOf({ what, by, at }: TamperingAct): string {
  return JSON.stringify([what, by, at])
}

function nameOf({ kind, name }: Suspect): string {
  return `${kind} ${name}`
}

function isBefore(time: string | null, other: string | null): boolean {
  return time !== null && other !== null && Date.parse(time) < Date.parse(other)
}
