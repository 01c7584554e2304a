import { entryOf } from '../../facts/tallies.js'
import { compareTexts } from '../../facts/texts.js'
import type { Actor, EventMark, Mint, MintList } from '../../facts/trail-facts.js'
import { actorOfArn } from '../../sessions/actor-of-arn.js'
import type { Sighting } from '../detection.js'
import { named } from '../judge-acts.js'
import type { PatternRule } from '../rule.js'
import { highest, lowered, type Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'

/**
 * Roles assumed by somebody who had no business with them: not seen with that role before, from an account not seen before, or out of
 * another role's session. Goes back to the fourth detection of Splunk's cross-account story, which in truth matches everything
 * that any role session does, and to its neighbour about accounts not seen before; here it is AssumeRole that counts. Services
 * that assume roles for themselves do not. ATT&CK T1550.001 with T1078.004.
 */
export const assumeRoleAbuse: PatternRule = {
  kind: 'pattern',
  id: 'sts-assume-role-abuse',
  title: 'Role assumed in an unusual way',
  technique: 'T1550.001',
  tactic: 'lateral-movement',
  find: (trail) => {
    const known = new Set<string>()
    const knownAccounts = new Set<string>()
    for (const [actorKey, roles] of rolesByAssumer(trail.facts.baseline.mints)) {
      knownAccounts.add(trail.actor(actorKey)?.accountId ?? '')
      for (const ofArn of roles) known.add(pairOf({ actorKey, ofArn }))
    }
    return [...oddByAssumer({ trail, known, knownAccounts })]
      .sort(([a], [b]) => compareTexts(a, b))
      .flatMap(([actorKey, odd]) => sightingOf(actorKey, odd))
  },
}

interface Known {
  readonly trail: TrailView
  readonly known: ReadonlySet<string>
  readonly knownAccounts: ReadonlySet<string>
}

function eachAssumption(mints: MintList, look: (mint: Mint) => void): void {
  mints.forEach((mint) => {
    if (mint.kind === 'assumeRole' && mint.invokedBy === null) look(mint)
  })
}

/** ARNs, each once: there are a thousand assumptions of most of them. */
function rolesByAssumer(mints: MintList): Map<string, Set<string>> {
  const roles = new Map<string, Set<string>>()
  eachAssumption(mints, ({ actorKey, ofArn }) => entryOf(roles, actorKey, () => new Set<string>()).add(ofArn))
  return roles
}

/** What is odd about one caller with one role, and the records of it. */
interface Odd extends Oddity {
  readonly ofArn: string
  readonly marks: EventMark[]
}

/** By caller and role: what is odd about a pair is so each time. */
function oddByAssumer(known: Known): Map<string, Map<string, Odd>> {
  const { trail } = known
  const byAssumer = new Map<string, Map<string, Odd>>()
  eachAssumption(trail.facts.scope.mints, (mint) => {
    const { actorKey, ofArn } = mint
    const byRole = entryOf(byAssumer, actorKey, noOdds)
    let odd = byRole.get(ofArn)
    if (odd === undefined) {
      odd = oddOf({ actorKey, ofArn }, known)
      byRole.set(ofArn, odd)
    }
    if (odd.why.length > 0) odd.marks.push({ eventId: mint.eventId, atMs: mint.atMs })
  })
  return byAssumer
}

function noOdds(): Map<string, Odd> {
  return new Map()
}

function oddOf({ actorKey, ofArn }: Pick<Mint, 'actorKey' | 'ofArn'>, known: Known): Odd {
  const actor = known.trail.actor(actorKey)
  const isNobody = actor === null || actor.type === 'service'
  const { severity, why } = isNobody ? noOddity : oddityOf({ actorKey, ofArn }, actor, known)
  return { ofArn, marks: [], severity, why }
}

function pairOf({ actorKey, ofArn }: Pick<Mint, 'actorKey' | 'ofArn'>): string {
  return `${actorKey} ${actorOfArn(ofArn)?.key ?? ofArn}`
}

interface Oddity {
  readonly severity: Severity
  readonly why: readonly string[]
}

const noOddity: Oddity = { severity: 'informational', why: [] }

function sightingOf(actorKey: string, byRole: ReadonlyMap<string, Odd>): Sighting[] {
  const odd = [...byRole.values()].filter(({ why }) => why.length > 0)
  if (odd.length === 0) return []
  return [
    {
      actorKeys: [actorKey],
      severity: highest(odd.map(({ severity }) => severity)),
      status: 'succeeded',
      what: `assumed ${named(odd.map(({ ofArn }) => ofArn))}`,
      why: [...new Set(odd.flatMap(({ why }) => why))],
      marks: odd.flatMap(({ marks }) => marks),
    },
  ]
}

/** A pair that is known from the baseline is no oddity, chained or not. */
function oddityOf(
  mint: Pick<Mint, 'actorKey' | 'ofArn'>,
  actor: Actor,
  { trail, known, knownAccounts }: Known,
): Oddity {
  const isKnown = known.has(pairOf(mint))
  if (isKnown) return noOddity
  const roleAccount = actorOfArn(mint.ofArn)?.accountId ?? ''
  const isCross = actor.accountId !== '' && roleAccount !== '' && actor.accountId !== roleAccount
  const isForeign = isCross && !trail.accounts.has(actor.accountId)
  const isNewAccount = isForeign && !knownAccounts.has(actor.accountId)
  const reasons: [Severity, string][] = []
  if (trail.hasBaseline) reasons.push(['medium', 'the caller has not assumed this role before'])
  if (isNewAccount && trail.hasBaseline)
    reasons.push(['high', `from account ${actor.accountId}, which has not been seen before`])
  else if (isForeign) reasons.push(['low', `from another account: ${actor.accountId}`])
  else if (isCross) reasons.push(['low', `into another account: ${roleAccount}`])
  if (actor.type === 'role') reasons.push([trail.hasBaseline ? 'medium' : 'low', 'out of another role’s session'])
  const full = highest(reasons.map(([severity]) => severity))
  const isSolelyNew = reasons.length === 1 && trail.hasBaseline && actor.type !== 'role'
  return { severity: isSolelyNew ? lowered(full, 1) : full, why: reasons.map(([, why]) => why) }
}
