import { entryOf } from '../facts/tallies.js'
import type { Session } from '../sessions/session.js'
import { type Candidate, ownPointsOf } from './candidate.js'
import { compareConfidence, oneBelow, ownConfidenceOf, surer } from './confidence.js'
import { inherit } from './inherit.js'
import { type Deed, deedOf, joinHands } from './join-hands.js'
import type { KeptRecords } from './kept-records.js'
import type { Kinship, Obtained } from './kinship.js'
import { passToAssumed } from './pass-to-assumed.js'
import { passToCoder } from './pass-to-coder.js'
import { passToResetter } from './pass-to-resetter.js'
import type { Confidence } from './proposal.js'
import { isFaintAttempt, isTelling, mostSevereFirst, type Sign } from './sign.js'

const inheritedShare = 0.75
const pointsOfUsedCredential = 2
const maxPointsOfUsed = 6
const namedLinks = 3

/**
 * Adds what candidates have through others: who obtained the session that acted, and used it from the same address, is the
 * same hand and stands out with it, along the whole chain; so does who set the password that it signed in with; who stands out
 * and obtained credentials of others that were used weighs more; and what such a one opened and was used stands out, too.
 */
export function weighLinks(candidates: ReadonlyMap<string, Candidate>, kinship: Kinship, kept: KeptRecords): void {
  for (const candidate of candidates.values()) weighObtained(candidate, candidates, kinship)
  const standing = [...candidates.values()].filter(({ standsOut }) => standsOut)
  // The surest first: where two acted with one credential, who obtained it is as sure as the surer of them makes it.
  const deeds = standing
    .flatMap((candidate) => deedsOf(candidate, kinship, kept))
    .sort((a, b) => compareConfidence(b.confidence, a.confidence))
  const passed = new Set<string>()
  for (const { candidate, ids, signs, share, confidence } of deeds) {
    const deed = deedOf(candidate, [...signs].sort(mostSevereFirst))
    passUp(candidate, ids, { deed, candidates, kinship, passed, share, atLeast: oneBelow(confidence) })
  }
  for (const candidate of standing) passToResetter(candidate, candidates, kinship, kept)
  for (const candidate of standing) passToAssumed(candidate, candidates, kinship)
  for (const candidate of standing) {
    if (kinship.codeLinksInto(candidate.key).length === 0) continue
    passToCoder(candidate, tellingKeysOf(candidate, kept), candidates, kinship)
  }
  inherit(candidates, kinship)
}

interface Deeds {
  readonly candidate: Candidate
  /** `Session.id`. */
  readonly ids: readonly string[]
  /** What stands out of what was done with these. */
  readonly signs: readonly Sign[]
  readonly share: number
  readonly confidence: Confidence
}

/**
 * What an actor did, by who obtained the sessions it was done with, and how sure it makes the answer about that one: a role is
 * shared, and whoever works with it is not behind what another one does with it.
 */
function deedsOf(candidate: Candidate, kinship: Kinship, kept: KeptRecords): Deeds[] {
  const acting = actingSessionsOf(candidate, kinship, kept)
  const own = candidate.points - candidate.throughOthers
  const whole = { candidate, share: 1, confidence: ownConfidenceOf(candidate) }
  const byKey = signsByKey(candidate, kept)
  const byParent = new Map<string | null, Session[]>()
  for (const session of acting) entryOf(byParent, session.parentKey, noSessions).push(session)
  return [...byParent.values()].map((sessions) => {
    const signs = [...new Set(sessions.flatMap(({ accessKeyId }) => byKey.get(accessKeyId) ?? candidate.signs))]
    const deeds = deedsWith(signs, candidate, own) ?? whole
    return { ...deeds, signs, ids: sessions.map(({ id }) => id) }
  })
}

/** null where that is all that stands out of it. */
function deedsWith(signs: readonly Sign[], candidate: Candidate, own: number): Omit<Deeds, 'ids' | 'signs'> | null {
  if (signs.length >= candidate.signs.filter(isActed).length) return null
  const points = ownPointsOf(signs, candidate.accusations)
  const confidence = ownConfidenceOf({ ...candidate, signs, points, throughOthers: 0 })
  return { candidate, share: own === 0 ? 1 : Math.min(1, points / own), confidence }
}

/** What stands out, by the key that it was done with, as far as its records were kept. */
function signsByKey({ signs }: Candidate, kept: KeptRecords): Map<string, Sign[]> {
  const byKey = new Map<string, Sign[]>()
  for (const sign of signs.filter(isActed)) {
    const keys = new Set(kept.of(sign.eventIds).flatMap(({ actor }) => actor.accessKeyId ?? []))
    for (const key of keys) entryOf(byKey, key, noSigns).push(sign)
  }
  return byKey
}

function isActed(sign: Sign): boolean {
  return isTelling(sign) || isFaintAttempt(sign)
}

function noSessions(): Session[] {
  return []
}

function noSigns(): Sign[] {
  return []
}

interface Links {
  /** What was done at the end of the chain. */
  readonly deed: Deed | null
  readonly candidates: ReadonlyMap<string, Candidate>
  readonly kinship: Kinship
  /** One step below who acted, however long the chain: the same address at each of its links shows the one hand. */
  readonly atLeast: Confidence
  /** Of what the child has, the share that was done with these sessions. */
  readonly share: number
  /** Each credential passes on once: chains that lead round in a circle end. */
  readonly passed: Set<string>
}

interface Step {
  readonly child: Candidate
  /** `Session.id` of what is looked at of it. */
  readonly ids: readonly string[]
}

/** From those who acted to those who obtained the credentials for it. A chain may be longer than a program can call itself. */
function passUp(actor: Candidate, acting: readonly string[], links: Links): void {
  const steps: Step[] = [{ child: actor, ids: acting }]
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    // The last one is taken first: one branch is followed to its root before the next one begins.
    steps.push(...passToParents(step, links).reverse())
  }
}

function passToParents({ child, ids }: Step, { deed, candidates, kinship, passed, share, atLeast }: Links): Step[] {
  const byParent = new Map<string, Obtained[]>()
  for (const link of kinship.obtainedOfSessions(child.key, ids)) {
    if (!link.sameHand || passed.has(link.session.id)) continue
    passed.add(link.session.id)
    entryOf(byParent, link.parent, none).push(link)
  }
  const inherited = child.points * inheritedShare * share
  return [...byParent].flatMap(([parentKey, obtained]) => {
    const parent = candidates.get(parentKey)
    if (parent === undefined) return []
    parent.points += inherited
    parent.throughOthers += inherited
    parent.standsOut = true
    parent.atLeast = surer(parent.atLeast, atLeast)
    joinHands(deed, parent)
    parent.because.push({
      text: `It obtained ${credentialsText(obtained)} of ${child.actor.type} ${child.actor.name} that acted, and they were used from the address it asked from: one hand did both.`,
      eventIds: issueIdsOf(obtained),
    })
    return [{ child: parent, ids: obtained.flatMap(({ session }) => session.parentId ?? []) }]
  })
}

function none(): Obtained[] {
  return []
}

function weighObtained(candidate: Candidate, candidates: ReadonlyMap<string, Candidate>, kinship: Kinship): void {
  if (!candidate.standsOut) return
  const used = kinship.obtainedBy(candidate.key).filter(({ session }) => session.calls > 0)
  if (used.length === 0) return
  const names = [...new Set(used.map(({ child }) => candidates.get(child)?.actor.name ?? child))]
  const forUsed = Math.min(maxPointsOfUsed, pointsOfUsedCredential * names.length)
  candidate.points += forUsed
  candidate.throughOthers += forUsed
  const more = names.length > namedLinks ? ` and ${names.length - namedLinks} more` : ''
  candidate.because.push({
    text: `It obtained ${credentialsText(used)} of others that were then used: ${names.slice(0, namedLinks).join(', ')}${more}.`,
    eventIds: issueIdsOf(used),
  })
}

/** The credentials behind the calls that stand out; where records do not tell, all that called. */
export function actingSessionsOf(candidate: Candidate, kinship: Kinship, kept: KeptRecords): Session[] {
  const keys = tellingKeysOf(candidate, kept)
  const used = kinship.obtainedOf(candidate.key).flatMap(({ session }) => (session.calls > 0 ? [session] : []))
  const acting = used.filter(({ accessKeyId }) => keys.has(accessKeyId))
  return acting.length > 0 ? acting : used
}

/** The ids of the keys that what stands out was done with, as far as its records were kept. */
function tellingKeysOf({ signs }: Candidate, kept: KeptRecords): Set<string> {
  const telling = signs.filter(isActed).flatMap(({ eventIds }) => eventIds)
  return new Set(kept.of(telling).flatMap(({ actor }) => actor.accessKeyId ?? []))
}

function credentialsText(obtained: readonly Obtained[]): string {
  return obtained.length === 1 ? 'the credentials' : `${obtained.length} credentials`
}

function issueIdsOf(obtained: readonly Obtained[]): string[] {
  return [...new Set(obtained.flatMap(({ session }) => session.issuedEventId ?? []))].slice(0, 10)
}
