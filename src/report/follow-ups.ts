import type { ChainCheck } from '../audit/chain.js'
import { isTrailUnknown } from '../containment/verdict.js'
import type { Evidence } from '../domain/evidence.js'
import type { Incident } from '../domain/incident.js'
import type { ContainPlan, RestorePlan } from '../domain/plan.js'
import { nameSuspect, thingOf } from '../domain/suspect-words.js'
import type { Suspect } from '../domain/verdict.js'
import type { BlockStatus } from './block-status.js'
import type { RawCheck } from './check-raw.js'
import { ownerAnswersIn } from './owner-answers.js'
import { passedCalls } from './passed-calls.js'
import type { ReadRecord } from './read-record.js'
import { count } from './words.js'

interface Known {
  readonly incident: Incident
  readonly records: readonly ReadRecord[]
  readonly chain: ChainCheck
  readonly evidence: Evidence | null
  readonly containPlan: ContainPlan | null
  readonly restorePlan: RestorePlan | null
  readonly block: BlockStatus
  /** What of the plan was given up, in sentences. */
  readonly notDone: readonly string[]
  readonly rawChecks: readonly RawCheck[]
}

/** What is left to do, from the facts of this incident alone; sentences, the most urgent first. */
export function followUps(known: Known): string[] {
  return [
    ...aboutRecord(known),
    ...aboutBlock(known),
    ...aboutActivity(known),
    ...aboutOwner(known),
    ...aboutRestore(known),
    ...aboutLimits(known),
  ]
}

function aboutRecord({ chain, rawChecks }: Known): string[] {
  const changed = rawChecks.filter(({ standing }) => standing === 'changed')
  const raw = changed.map(
    ({ source, file, digest }) =>
      `Do not rely on the raw records of ${source}: ${file ?? 'the document'} is not what ${digest} says. Find out who changed it.`,
  )
  if (chain.ok) return raw
  return [
    ...raw,
    `Do not rely on this record from number ${chain.brokenAtSeq} on (${chain.reason}). Find out who changed it.`,
  ]
}

function aboutBlock({ incident, block, notDone }: Known): string[] {
  const standing: Record<BlockStatus, string[]> = {
    none: [],
    removed: [],
    inPlace: ['The block is in place and does not expire: somebody has to decide about the restore.'],
    maybe: ['Look whether the block is in place: the record does not tell how its last write ended.'],
    missing: ['The block is not in place as it was written: look at who changed it, and decide how to go on.'],
  }
  const { state, snapshot } = incident
  const waiting = state === 'needsHuman' || state === 'unresolved'
  const reason = snapshot.context.reason === '' ? '' : `: ${snapshot.context.reason}`
  return [...(waiting ? [`A person has to act${reason}`] : []), ...standing[block], ...notDone.map(doByHand)]
}

function doByHand(what: string): string {
  return `Approved, but not done, so do it by hand or decide to leave it: ${what}`
}

/** What the block does not reach is listed with it; here it is said that somebody has to go through it. */
function aboutLimits({ block, containPlan }: Known): string[] {
  const limits = containPlan?.notCovered.length ?? 0
  if (limits === 0 || block === 'none' || block === 'removed') return []
  return [`Go through the ${count(limits, 'point')} under "Not covered by the block".`]
}

function aboutActivity({ incident, records, evidence, block }: Known): string[] {
  const { tampering, suspects, simulation, enforcement, trailCut } = incident.snapshot.context.verdict
  const passed = passedCalls(records)
  const doers = [...new Set(tampering.flatMap(({ by }) => by ?? []))]
  const gaps = (evidence?.sources ?? []).filter(({ status }) => status === 'failed' || status === 'truncated')
  return [
    ...(passed.length === 0
      ? []
      : [
          `Look into ${count(passed.length, 'call')} that succeeded after the block was written: they may have made a way back in.`,
        ]),
    ...(doers.length === 0 ? [] : [`Look into whoever acted against the block: ${doers.join(', ')}.`]),
    ...suspects.map(aboutSuspect),
    ...(simulation === 'allowed'
      ? ["Look why IAM's policy simulator would not deny every probe: something takes the principal out of the block."]
      : []),
    ...(trailCut === true
      ? ['Read the rest of CloudTrail for what the principal made: there were more calls than a look could read.']
      : []),
    ...(isTrailUnknown(incident.snapshot.context.verdict)
      ? [
          'Find out why CloudTrail could not be read (permissions, Regions), and look yourself what the principal did since.',
        ]
      : []),
    ...(block === 'inPlace' && enforcement === 'notObserved'
      ? ['No denied call was seen yet. Once the principal calls again, the next look tells.']
      : []),
    ...(gaps.length === 0
      ? []
      : [
          `The evidence is incomplete (${gaps.map(({ name, status }) => `${name}: ${status}`).join(', ')}): look at CloudTrail itself.`,
        ]),
  ]
}

/** Whoever says yes may be whoever stole the session; a no that nothing was done about is what must not be lost. */
function aboutOwner({ records, block }: Known): string[] {
  if (block !== 'none' && block !== 'removed') return []
  const last = new Map(ownerAnswersIn(records).map((each) => [each.owner, each]))
  const denying = [...last.values()].filter(({ wasMe }) => wasMe === false)
  return denying.map(({ owner }) => `${owner} said that it was not them, and no block stands: look at it again.`)
}

function aboutSuspect(suspect: Suspect): string {
  const { kind, name, createdAt, cause, opened, returned } = suspect
  if (returned !== undefined) {
    return `Keep out whoever obtained the session ${name} at ${createdAt} (event ${returned.eventId}): the block denies another session of theirs. Deny the whole role, or change its trust policy.`
  }
  if (kind === 'session') {
    return `Revoke the session ${name}, obtained at ${createdAt}: it is another role's, and the block does not reach it.`
  }
  if (opened !== undefined) {
    return `Decide about ${nameSuspect(suspect)} at ${createdAt} (by the principal or a suspect): it was there before, and this may be the way back in.`
  }
  const what = `${thingOf(kind)} ${name}`
  const who = cause === 'principal' ? 'made by the principal or a suspect' : 'by whom is not known yet'
  return `Decide about ${what}, which came into being at ${createdAt} (${who}): it may be the way back in.`
}

function aboutRestore({ restorePlan, block }: Known): string[] {
  if (restorePlan === null || block !== 'removed') return []
  const revived = restorePlan.revivingSessions.length
  return [
    ...(revived === 0 ? [] : [`${count(revived, 'session')} from before the block may be in use again.`]),
    ...restorePlan.intendedDifferences,
    ...restorePlan.stillDenied,
    ...(restorePlan.drift.length === 0
      ? []
      : [
          `${count(restorePlan.drift.length, 'change')} by others since the block was left as found: look whether they were meant.`,
        ]),
  ]
}
