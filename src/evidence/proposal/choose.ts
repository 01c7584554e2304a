import { isAtLeast } from '../detections/severity.js'
import { compareTexts } from '../facts/texts.js'
import type { Session } from '../sessions/session.js'
import type { Candidate } from './candidate.js'
import { confidenceOf } from './confidence.js'
import type { Hideouts } from './hideouts.js'
import type { KeptRecords } from './kept-records.js'
import type { Kinship } from './kinship.js'
import type { ProposalInput } from './proposal-input.js'
import { isFaintAttempt, isTelling, type Sign } from './sign.js'
import { actingSessionsOf } from './weigh-links.js'

/** What stands out less than this share of the most telling one is faint beside it, unless both are joined. */
const faintShare = 0.2

/**
 * Those that stand out and can be blocked; who did most itself comes first. Beside somebody who is surely an attacker, who would
 * be proposed with low confidence alone is not: one kind of act of medium weight, or a day of administration with MFA, is work
 * that goes on while an attack does. Whom credentials or an attacker’s own address join with the sure ones stays. Where all
 * that stands out anywhere is one record or kind of act of those at work, nobody is.
 */
export function choose(
  candidates: readonly Candidate[],
  kinship: Kinship,
  kept: KeptRecords,
  hideouts: Hideouts,
  input: ProposalInput,
): Candidate[] {
  const standing = candidates
    .filter(({ standsOut }) => standsOut)
    .sort((a, b) => ownPoints(b) - ownPoints(a) || b.points - a.points || compareTexts(a.key, b.key))
  const family = familyOf(candidates, kinship, input)
  const asked = standing.filter(({ key, route }) => route.kind === 'self' && (family === null || family.has(key)))
  const all = standing.map((candidate) => ({ candidate, sureness: surenessOf(candidate, hideouts) }))
  const isFocus = ({ key }: Candidate) => key === input.focusKey
  const isQuiet = all.every(({ sureness }) => sureness < sure)
  const weighed = all.filter(({ candidate }) => !isQuiet || isFocus(candidate) || !isExcused(candidate, hideouts))
  const surest = weighed.reduce((most, { sureness }) => Math.max(most, sureness), 0)
  const most = mostPoints(weighed.filter(({ sureness }) => sureness >= Math.min(surest, sure)))
  const clear = weighed.flatMap(({ candidate, sureness }) => {
    const isSureEnough = sureness >= Math.min(surest, sure) && candidate.points >= most * faintShare
    return isFocus(candidate) || isSureEnough || isNeverFaint(candidate) ? candidate : []
  })
  const joined = joinedWith(clear, kinship, kept)
  const openers = kinship.openersOf(clear.map(({ key }) => key))
  const surenesses = new Map(all.map(({ candidate, sureness }) => [candidate.key, sureness]))
  // To make users, and to share an office, is an administrator's day: that alone joins nobody who is at work.
  const isNear = (candidate: Candidate) =>
    surenesses.get(candidate.key) !== 0 && (openers.has(candidate.key) || hideouts.isSharedWith(candidate, clear))
  return asked.filter((candidate) => joined.has(candidate.key) || isNear(candidate))
}

/** Where nobody is surely an attacker: who did a day of work, and who stands out through others alone, unless those are asked about. */
function isExcused(candidate: Candidate, hideouts: Hideouts): boolean {
  return isLinkOnly(candidate) || isWork(candidate, hideouts)
}

/** Whom the answer may be about: the focus, those joined with it by credentials, and who issued a federated one. */
function familyOf(candidates: readonly Candidate[], kinship: Kinship, { focusKey }: ProposalInput): Set<string> | null {
  if (focusKey === null) return null
  const family = new Set(kinship.familyOf(focusKey))
  const route = candidates.find(({ key }) => key === focusKey)?.route
  if (route?.kind === 'issuer') family.add(route.issuer.key)
  return family
}

/**
 * The clear ones, what came of them, and who is above the sessions that stand out. Who obtained other sessions of the same role, or
 * other credentials of the same service, is no kin: roles are shared, and a service hands credentials to everybody.
 */
function joinedWith(clear: readonly Candidate[], kinship: Kinship, kept: KeptRecords): ReadonlySet<string> {
  const keys = clear.map(({ key }) => key)
  const joined = new Set(kinship.descendantsOf(keys))
  for (const candidate of clear) {
    for (const { by } of kinship.codeLinksInto(candidate.key)) joined.add(by)
    const sessions = attackingSessionsOf(candidate, kinship, kept)
    const seen = new Set(sessions.map(({ id }) => id))
    for (const session of sessions) {
      for (const { parent, session: obtained } of kinship.obtainedOfSessions(session.principalKey, [session.id])) {
        joined.add(parent)
        const above = obtained.parentId === null ? null : kinship.sessionOf(obtained.parentId)
        if (above === null || seen.has(above.id)) continue
        seen.add(above.id)
        sessions.push(above)
      }
    }
  }
  return joined
}

/** Those that did what is grave, where something was: a role is shared with those who work with it. */
function attackingSessionsOf(candidate: Candidate, kinship: Kinship, kept: KeptRecords): Session[] {
  const grave = candidate.signs.filter(isGraveDeed)
  const signs = grave.length > 0 ? grave : candidate.signs
  return [...actingSessionsOf({ ...candidate, signs }, kinship, kept)]
}

function isGraveDeed(sign: Sign): boolean {
  return isTelling(sign) && !sign.attempt && isAtLeast(sign.severity, 'high')
}

function ownPoints({ points, throughOthers }: Candidate): number {
  return points - throughOthers
}

function mostPoints(weighed: readonly { readonly candidate: Candidate }[]): number {
  return weighed.reduce((most, { candidate }) => Math.max(most, candidate.points), 0)
}

/** From medium confidence on somebody is surely an attacker. */
const sure = 2

/**
 * By confidence; of those of low confidence, whoever did all of it with MFA, or from where it called all day, is likelier the owner
 * at work than somebody with stolen credentials.
 */
function surenessOf(candidate: Candidate, hideouts: Hideouts): number {
  if (confidenceOf(candidate) !== 'low') return sure
  if (candidate.signs.some(isGraveDeed)) return 1
  return candidate.isWithMfa || hideouts.isAtWork(candidate) ? 0 : 1
}

/**
 * Nothing of it is grave, and all that stands out is one record from where it works; or one kind of act from where it was on a day before; or
 * what was done with MFA from there or where others work; or one kind of act, done there by a program that does nothing else.
 */
function isWork(candidate: Candidate, hideouts: Hideouts): boolean {
  if (candidate.accusations.length > 0 || candidate.signs.some(isGraveDeed)) return false
  const standing = candidate.signs.filter((sign) => isTelling(sign) || isFaintAttempt(sign))
  const records = new Set(standing.flatMap(({ eventIds }) => eventIds)).size
  const kinds = new Set(standing.map(({ kind, id }) => `${kind} ${id}`)).size
  return (
    (records === 1 && hideouts.isAtWork(candidate)) ||
    (candidate.isWithMfa && candidate.isFromWorkplace) ||
    (kinds === 1 && hideouts.isAtHome(candidate)) ||
    (kinds === 1 && candidate.isFromWorkplace && hideouts.isProgram(candidate))
  )
}

/** Stands out by nothing of its own, but by what was done with credentials that it obtained. */
function isLinkOnly({ signs, accusations }: Candidate): boolean {
  return accusations.length === 0 && !signs.some((sign) => isTelling(sign) || isFaintAttempt(sign))
}

/** Whom a finding accuses, and something grave that succeeded and is no decision of one at work, however much more another one did. */
function isNeverFaint(candidate: Candidate): boolean {
  if (candidate.accusations.length > 0) return true
  return candidate.signs.some(isGraveDeed) && confidenceOf(candidate) !== 'low'
}
