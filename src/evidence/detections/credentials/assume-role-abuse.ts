import { mintsThat } from '../../facts/mints-that.js'
import { entryOf } from '../../facts/tallies.js'
import { compareTexts } from '../../facts/texts.js'
import type { Actor, Mint, MintList } from '../../facts/trail-facts.js'
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
    const before = assumptions(trail.facts.baseline.mints)
    const known = new Set(before.map(pairOf))
    const knownAccounts = new Set(before.map((mint) => accountOf(mint, trail)))
    return [...byAssumer(assumptions(trail.facts.scope.mints))].flatMap(([actorKey, mints]) =>
      sightingOf(actorKey, mints, { trail, known, knownAccounts }),
    )
  },
}

interface Known {
  readonly trail: TrailView
  readonly known: ReadonlySet<string>
  readonly knownAccounts: ReadonlySet<string>
}

function assumptions(mints: MintList): Mint[] {
  return mintsThat(mints, ({ kind, invokedBy }) => kind === 'assumeRole' && invokedBy === null)
}

function byAssumer(mints: readonly Mint[]): [string, Mint[]][] {
  const groups = new Map<string, Mint[]>()
  for (const mint of mints) entryOf(groups, mint.actorKey, (): Mint[] => []).push(mint)
  return [...groups].sort(([a], [b]) => compareTexts(a, b))
}

function pairOf({ actorKey, ofArn }: Mint): string {
  return `${actorKey} ${actorOfArn(ofArn)?.key ?? ofArn}`
}

function accountOf({ actorKey }: Mint, trail: TrailView): string {
  return trail.actor(actorKey)?.accountId ?? ''
}

interface Oddity {
  readonly mint: Mint
  readonly severity: Severity
  readonly why: readonly string[]
}

function sightingOf(actorKey: string, mints: readonly Mint[], known: Known): Sighting[] {
  const actor = known.trail.actor(actorKey)
  if (actor === null || actor.type === 'service') return []
  const odd = mints.map((mint) => oddityOf(mint, actor, known)).filter(({ why }) => why.length > 0)
  if (odd.length === 0) return []
  return [
    {
      actorKeys: [actorKey],
      severity: highest(odd.map(({ severity }) => severity)),
      status: 'succeeded',
      what: `assumed ${named(odd.map(({ mint }) => mint.ofArn))}`,
      why: [...new Set(odd.flatMap(({ why }) => why))],
      marks: odd.map(({ mint }) => ({ eventId: mint.eventId, atMs: mint.atMs })),
    },
  ]
}

/** A pair that is known from the baseline is no oddity, chained or not. */
function oddityOf(mint: Mint, actor: Actor, { trail, known, knownAccounts }: Known): Oddity {
  const isKnown = known.has(pairOf(mint))
  if (isKnown) return { mint, severity: 'informational', why: [] }
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
  return { mint, severity: isSolelyNew ? lowered(full, 1) : full, why: reasons.map(([, why]) => why) }
}
