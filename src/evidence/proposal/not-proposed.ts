import type { Candidate } from './candidate.js'
import type { Obtained } from './kinship.js'
import type { NotProposedActor, NotProposedKind, Statement } from './proposal.js'
import type { Accusation, ProposalInput } from './proposal-input.js'
import { type Surroundings, signText } from './reasons.js'
import { isLookingAround, type Sign } from './sign.js'
import { deedText, minutesText } from './ways-in-text.js'

export interface NotProposedInput extends Surroundings {
  readonly candidates: ReadonlyMap<string, Candidate>
  readonly chosen: readonly Candidate[]
  readonly input: ProposalInput
}

interface All extends Omit<NotProposedInput, 'chosen'> {
  readonly chosen: ReadonlySet<string>
  /** Of those that stand out the one with most points. */
  readonly most: Candidate | undefined
}

/** Everybody else who called in the scope, each with the reason, and accused ones that no record is of. */
export function notProposedOf(asked: NotProposedInput): NotProposedActor[] {
  const chosen = new Set(asked.chosen.map(({ key }) => key))
  const all = { ...asked, chosen, most: mostTelling(asked.candidates) }
  const others = [...all.candidates.values()].filter(({ key }) => !chosen.has(key))
  const known = new Set(all.candidates.keys())
  const unseen = all.input.accusations.filter(({ actorKeys }) => !actorKeys.some((key) => known.has(key)))
  return [...others.map((candidate) => entryOf(candidate, all)), ...unseen.map(unseenOf)]
}

function mostTelling(candidates: ReadonlyMap<string, Candidate>): Candidate | undefined {
  let most: Candidate | undefined
  for (const candidate of candidates.values()) {
    if (candidate.standsOut && (most === undefined || candidate.points > most.points)) most = candidate
  }
  return most
}

function entryOf(candidate: Candidate, all: All): NotProposedActor {
  const { actor, standsOut } = candidate
  const { kind, text, eventIds } = whyNot(candidate, all)
  return {
    key: candidate.key,
    arn: actor.arn,
    type: actor.type,
    name: actor.name,
    kind,
    reason: text,
    standsOut,
    eventIds: eventIds.slice(0, 10),
  }
}

interface Why extends Statement {
  readonly kind: NotProposedKind
}

function whyNot(candidate: Candidate, all: All): Why {
  const { route, standsOut, signs, eventIds } = candidate
  if (route.kind === 'none') {
    const did = standsOut ? `${didText(candidate)} It stands out and would be proposed. ` : quietly(route.why)
    return { kind: route.why, text: `${did}${route.reason}`, eventIds: idsOf(signs, eventIds) }
  }
  if (route.kind === 'issuer') return federatedWhy(candidate, all)
  if (standsOut) return faintWhy(candidate, all)
  return (
    createdWhy(candidate, all) ??
    victimWhy(candidate, all) ??
    resetWhy(candidate, all) ??
    obtainedWhy(candidate, all) ??
    ordinaryWhy(candidate, all)
  )
}

/** How to stop whoever did nothing must not read like an order. */
function quietly(why: NotProposedKind): string {
  return why === 'service' || why === 'ourselves' || why === 'unknown' ? '' : 'Nothing of it stands out. If it did: '
}

function federatedWhy({ route, eventIds, signs }: Candidate, { chosen }: All): Why {
  const issuer = route.kind === 'issuer' ? route.issuer : null
  const isChosen = issuer !== null && chosen.has(issuer.key)
  const text = `A federated user is a session of its issuer and no entity of its own: a block of user ${issuer?.name ?? '?'} denies it${isChosen ? ', which is proposed' : ''}.`
  return { kind: 'federatedUser', text, eventIds: idsOf(signs, eventIds) }
}

function faintWhy(candidate: Candidate, all: All): Why {
  const { signs, points, eventIds, key } = candidate
  const { most, input, kinship } = all
  const isOther = input.focusKey !== null && !kinship.familyOf(input.focusKey).has(key)
  if (isOther) {
    const text = `${didText(candidate)} Nothing joins it with the principal that was asked about: investigate it by itself.`
    return { kind: 'otherPrincipal', text, eventIds: idsOf(signs, eventIds) }
  }
  const withMfa = candidate.isWithMfa ? ' It was done with MFA.' : ''
  const isAlone = most === undefined || (all.chosen.size === 0 && most.route.kind === 'self')
  const beside = isAlone
    ? ''
    : ` beside ${all.nameOf(most.key)} (${shown(points)} against ${shown(most.points)} points), and no credential joins them`
  const text = `${didText(candidate)}${withMfa} That is too little for a block${beside}: ask whose work it was.`
  return { kind: 'faint', text, eventIds: idsOf(signs, eventIds) }
}

/** Somebody else made a key for it: whoever has that key can act as it. */
function victimWhy({ key }: Candidate, { chosen, candidates, kinship, nameOf }: All): Why | null {
  const made = kinship.obtainedOf(key).find((link) => isKey(link) && candidates.get(link.parent)?.standsOut === true)
  if (made === undefined) return null
  const { session, parent } = made
  const use =
    session.calls === 0
      ? 'It was not used so far.'
      : `It was used for ${callsText(session.calls)}, ${session.calls === 1 ? 'which does not stand out' : 'none of which stands out'}.`
  const which = chosen.has(parent) ? 'which is proposed' : 'which stands out'
  const text = `${nameOf(parent)}, ${which}, made the access key ${session.accessKeyId} for it: a victim rather than an attacker. ${use} Deactivate that key and look at it again.`
  return { kind: 'victim', text, eventIds: session.eventIds }
}

/** Its password is in the hands of whoever set it. */
function resetWhy({ key, calls }: Candidate, { candidates, kinship, nameOf }: All): Why | null {
  const reset = kinship
    .openedOf(key)
    .find(({ way }) => way.kind === 'password' && candidates.get(way.parent)?.standsOut === true)
  if (reset === undefined) return null
  const { way, use } = reset
  const then =
    use === null
      ? 'no sign-in from the address of that call follows that was not its own before'
      : `${minutesText(reset)} later it signed in to the console from the same address, ${use.ip}`
  const text = `${nameOf(way.parent)}, which stands out, ${deedText([way])}; ${then}. ${noneOf(calls)}: a victim rather than an attacker. Set a new password, and ask its owner whether the calls since then are its own.`
  return { kind: 'victim', text, eventIds: [way.eventId, ...(use?.eventIds ?? [])] }
}

/** No victim: it exists because somebody who stands out made it. */
function createdWhy({ key, calls }: Candidate, { candidates, kinship, nameOf }: All): Why | null {
  const opened = kinship.openedOf(key).filter(({ way }) => candidates.get(way.parent)?.standsOut === true)
  const created = opened.find(({ way }) => way.kind === 'created')
  if (created === undefined) return null
  const { parent } = created.way
  const ways = opened.flatMap(({ way }) => (way.parent === parent ? way : []))
  const use = created.use === null ? 'It was not used so far.' : `${noneOf(calls)}.`
  const text = `${nameOf(parent)}, which stands out, ${deedText(ways)}: it is what that one left behind. ${use} Ask who needs it; if nobody does, delete it with its keys and passwords.`
  return { kind: 'ordinary', text, eventIds: ways.map(({ eventId }) => eventId) }
}

function obtainedWhy({ key, calls }: Candidate, { chosen, kinship, nameOf }: All): Why | null {
  const link = kinship.obtainedBy(key).find(({ child, session }) => session.calls > 0 && chosen.has(child))
  if (link === undefined) return null
  const text = `It obtained credentials of ${nameOf(link.child)}, which acted, but from another address than they were used from, and nothing else of its ${callsText(calls)} stands out. Find out whether its own credentials are in other hands.`
  return { kind: 'obtained', text, eventIds: link.session.issuedEventId === null ? [] : [link.session.issuedEventId] }
}

function ordinaryWhy({ key, calls, failed, signs, eventIds }: Candidate, { places, nameOf }: All): Why {
  const shared = places.addressesOf(key)
  const beside =
    shared === null
      ? ''
      : ` It calls from ${shared.places[0]} as ${nameOf(shared.firstKey)} does, which alone says nothing: ask its owner.`
  const many = `${callsText(calls)}${failed > 0 ? `, ${failed} failed` : ''}`
  return { kind: 'ordinary', text: `${many}: ${ordinaryText(signs)}${beside}`, eventIds: idsOf(signs, eventIds) }
}

function ordinaryText(signs: readonly Sign[]): string {
  if (signs.length === 0) return 'nothing of it stands out.'
  if (signs.every(isLookingAround)) {
    return `it looked around (${titlesOf(signs)}), as administrators and their tools do; it changed and obtained nothing that stands out.`
  }
  return `nothing but what ordinary administration does, too (${titlesOf(signs)}).`
}

function didText({ signs, accusations }: Candidate): string {
  const [first, ...others] = signs
  if (first === undefined)
    return accusations.length > 0 ? 'A finding accuses it.' : 'It is joined with what stands out.'
  const more = others.length === 0 ? '' : ` And ${others.length} more.`
  return `${signText(first).text}${more}`
}

function titlesOf(signs: readonly Sign[]): string {
  const titles = [...new Set(signs.map(({ title }) => title))]
  return titles.slice(0, 3).join('; ') + (titles.length > 3 ? ` and ${titles.length - 3} more` : '')
}

function unseenOf({ arn, name, source, type, actorKeys }: Accusation): NotProposedActor {
  return {
    key: actorKeys[0] ?? `accused:${name}`,
    arn,
    type: 'unknown',
    name,
    kind: 'unseen',
    reason: `A finding of ${source} accuses it (${type}), and no record that was read is of it: what it did cannot be told from these. Read the time and Regions of the finding.`,
    standsOut: false,
    eventIds: [],
  }
}

function callsText(calls: number): string {
  return `${calls} ${calls === 1 ? 'call' : 'calls'}`
}

function noneOf(calls: number): string {
  return calls === 1 ? 'Its one call does not stand out' : `None of its ${calls} calls stands out`
}

function isKey({ session }: Obtained): boolean {
  return session.kind === 'longTermKey'
}

function idsOf(signs: readonly Sign[], calls: readonly string[]): readonly string[] {
  const ids = new Set<string>()
  for (const { eventIds } of signs) for (const id of eventIds) ids.add(id)
  return ids.size > 0 ? [...ids] : calls
}

function shown(points: number): number {
  return Math.round(points * 10) / 10
}
