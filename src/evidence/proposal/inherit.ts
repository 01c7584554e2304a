import { isAtLeast } from '../detections/severity.js'
import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { Candidate } from './candidate.js'
import { confidenceOf, oneBelow, ownConfidenceOf, surer } from './confidence.js'
import { describeActor } from './describe-actor.js'
import type { Kinship, Opened } from './kinship.js'
import type { Statement } from './proposal.js'
import { isTelling } from './sign.js'
import { deedText, minutesText, useText } from './ways-in-text.js'

const inheritedShare = 0.75

/**
 * A back door in use stands out with whoever opened it: an entity that was made, given strong rights or opened by somebody who
 * stands out by a grave act that succeeded, and that was used then, whether or not whoever opened it can be blocked, since that
 * block does not stop it. The answer about it is one step less sure than that about its maker. It is passed on to what such an entity opened in turn, never back to who opened it: to make users is
 * an administrator's work, and what they do is their own.
 */
export function inherit(candidates: ReadonlyMap<string, Candidate>, kinship: Kinship): void {
  const heirs = [...candidates.values()]
    .filter(isSource)
    .sort((a, b) => ownPoints(b) - ownPoints(a) || compareTexts(a.key, b.key))
    .map((candidate) => ({ candidate, weight: ownPoints(candidate) }))
  const known = new Set(heirs.map(({ candidate }) => candidate.key))
  const passed = new Set<string>()
  for (const { candidate: parent, weight } of heirs) {
    const atLeast = oneBelow(confidenceOf(parent))
    for (const [childKey, opened] of takenByChild(parent, kinship)) {
      const child = candidates.get(childKey)
      const pair = JSON.stringify([parent.key, childKey])
      if (child === undefined || passed.has(pair)) continue
      passed.add(pair)
      child.atLeast = surer(child.atLeast, atLeast)
      passOn(parent, child, opened, weight * inheritedShare)
      if (known.has(childKey)) continue
      known.add(childKey)
      heirs.push({ candidate: child, weight: weight * inheritedShare })
    }
  }
}

/** Who is proposed with low confidence, or by one thing of medium weight, makes nobody else stand out. */
function isSource(candidate: Candidate): boolean {
  return candidate.standsOut && candidate.signs.some(isGraveDeed) && ownConfidenceOf(candidate) !== 'low'
}

function isGraveDeed(sign: Candidate['signs'][number]): boolean {
  return sign.kind === 'detection' && isTelling(sign) && !sign.attempt && isAtLeast(sign.severity, 'high')
}

function ownPoints({ points, throughOthers }: Candidate): number {
  return points - throughOthers
}

/** With what was made and used, all that its maker did for it tells; of what was there before, only what was taken. */
function takenByChild({ key }: Candidate, kinship: Kinship): Map<string, Opened[]> {
  const opened = kinship.openedBy(key)
  const made = new Set(opened.flatMap(({ way, use }) => (way.kind === 'created' && use !== null ? [way.child] : [])))
  const byChild = new Map<string, Opened[]>()
  for (const each of opened) {
    const { child } = each.way
    if (each.use !== null || made.has(child)) entryOf(byChild, child, none).push(each)
  }
  return byChild
}

function none(): Opened[] {
  return []
}

function passOn(parent: Candidate, child: Candidate, opened: readonly Opened[], inherited: number): void {
  child.points += inherited
  child.throughOthers += inherited
  child.standsOut = true
  child.because.push(heirText(describeActor(parent.actor, parent.key), opened))
}

function heirText(by: string, opened: readonly Opened[]): Statement {
  const uses = opened.flatMap(({ use }) => use ?? []).sort((a, b) => a.atMs - b.atMs)
  const ids = [...opened.map(({ way }) => way.eventId).slice(0, 5), ...uses.flatMap(({ eventIds }) => eventIds)]
  const eventIds = [...new Set(ids)].slice(0, 10)
  const did = `${by}, which stands out, ${deedText(opened.map(({ way }) => way))}`
  const signIn = opened.find(({ use }) => use !== null && use.ip !== null)
  if (signIn !== undefined && opened.every(({ way }) => way.kind === 'password')) {
    const text = `${did} ${minutesText(signIn)} before it signed in to the console from the same address, ${signIn.use?.ip}: whoever set the password has it.`
    return { text, eventIds }
  }
  return { text: `${did}, and it was used ${useText(uses)}: a block of who opened it does not stop it.`, eventIds }
}
