import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import { describePrincipal, iamEntityTypeSchema, type Principal, principalKey } from '../src/domain/principal.js'
import { resolvePrincipal } from '../src/domain/resolve-principal.js'
import { askSources } from './ask-sources.js'
import { ifReadable } from './read-entity.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

/** Whom one look-up names; or why it names nobody. */
type Clue =
  | { readonly from: string; readonly principal: Principal }
  | { readonly from: string; readonly principal: null; readonly why: string }

/**
 * Whom the access key or the unique id of a finding belongs to, before a person is asked: a user's key by IAM's
 * GetAccessKeyLastUsed, a session's by the calls that CloudTrail has of it, an id by the account's own list. All that answer must
 * name the same principal of this account; else nobody is, with the reason, and a person says who it is.
 */
export async function findPrincipal(
  tools: IncidentTools,
  assignment: Assignment,
  accused: Principal,
): Promise<EffectResult> {
  const { accessKeyId, uniqueId } = accused
  const clues = [
    ...(uniqueId === undefined ? [] : [await byUniqueId(tools, uniqueId)]),
    ...(accessKeyId?.startsWith('AKIA') ? [await byOwner(tools, accessKeyId)] : []),
    ...(accessKeyId?.startsWith('ASIA') ? [await byCalls(tools, assignment, accessKeyId)] : []),
  ]
  const named = clues.flatMap((clue) => (clue.principal === null ? [] : [clue]))
  const [first, ...others] = named
  if (first === undefined) {
    const whys = clues.map((clue) => (clue.principal === null ? `${clue.from}: ${clue.why}.` : ''))
    return unresolved([accused.reason ?? '', ...whys].filter((text) => text !== '').join(' '))
  }
  const other = others.find(({ principal }) => keyOf(principal) !== keyOf(first.principal))
  if (other !== undefined) {
    const contrary = `${other.from} says ${describePrincipal(other.principal)}`
    return unresolved(`${first.from} says ${describePrincipal(first.principal)}, but ${contrary}.`)
  }
  const principal = { ...others[0]?.principal, ...first.principal }
  const reason = `${named.map(({ from }) => from).join(' and ')} says so.`
  return { outcome: { type: 'PRINCIPAL_FOUND', principal: withWhatIsKnown(principal, accused), reason } }
}

function unresolved(reason: string): EffectResult {
  return { outcome: { type: 'PRINCIPAL_UNRESOLVED', reason } }
}

const keyOf = (principal: Principal) => principalKey(principal, '')

function withWhatIsKnown(found: Principal, { accessKeyId, uniqueId, sessionName }: Principal): Principal {
  return {
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(uniqueId === undefined ? {} : { uniqueId }),
    ...(sessionName === undefined || found.type !== 'role' ? {} : { sessionName }),
    ...found,
  }
}

/** An id is never given twice, so it also tells somebody who was renamed. */
async function byUniqueId({ aws }: IncidentTools, uniqueId: string): Promise<Clue> {
  const from = `The unique id ${uniqueId}`
  const inventory = await ifReadable(aws.iam.inventory())
  if (inventory.value === null) return { from, principal: null, why: inventory.why }
  const found = inventory.value.find((entity) => entity.uniqueId === uniqueId)
  const type = iamEntityTypeSchema.safeParse(found?.type)
  if (found === undefined || !type.success) return { from, principal: null, why: 'the account has nobody of this id' }
  const { partition, accountId } = aws
  const { name, arn } = found
  return { from, principal: { type: type.data, partition, accountId, name, arn, uniqueId } }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html */
async function byOwner({ aws }: IncidentTools, accessKeyId: string): Promise<Clue> {
  const from = `The owner of the access key ${accessKeyId}`
  const owner = await ifReadable(aws.iam.accessKeyOwner(accessKeyId))
  if (owner.value === null) return { from, principal: null, why: owner.why ?? 'no user of the account has it' }
  const { partition, accountId } = aws
  return {
    from,
    principal: resolvePrincipal({ partition, accountId, arns: [], userType: 'IAMUser', userName: owner.value }),
  }
}

const HOUR_MS = 3_600_000
/** CloudTrail tells of a call minutes later, and lasts longest for a session of 36 hours. */
const BUDGET_MS = 60_000
const MAX_REQUESTS = 10

async function byCalls(
  { aws, engine }: IncidentTools,
  { incident, givingUp }: Assignment,
  accessKeyId: string,
): Promise<Clue> {
  const from = `CloudTrail's records of the access key ${accessKeyId}`
  const now = engine.clock.now()
  const findings = await engine.store.readFindings(incident.id)
  const firstSeenMs = Math.min(now.getTime(), ...findings.map(({ firstSeenAt }) => Date.parse(firstSeenAt)))
  const query = {
    principal: null,
    from: new Date(firstSeenMs - HOUR_MS).toISOString(),
    to: now.toISOString(),
    regions: [],
    accessKeyIds: [accessKeyId],
    maxRequests: MAX_REQUESTS,
  }
  const answers = await askSources(aws.trails, query, { clock: engine.clock, budgetMs: BUDGET_MS, stopped: givingUp })
  const actors = answers.flatMap(({ raw }) => [...raw.events].filter(({ actor }) => actor.accessKeyId === accessKeyId))
  if (actors.length === 0) return { from, principal: null, why: 'no call of it was found' }
  return agreed(from, actors.map(principalOf(aws)), aws.accountId)
}

function principalOf({ partition }: IncidentTools['aws']) {
  return ({ actor }: CloudTrailEvent): Principal =>
    resolvePrincipal({
      partition,
      accountId: actor.accountId,
      arns: [actor.issuerArn, actor.arn].flatMap((arn) => arn ?? []),
      userType: actor.type,
      principalId: actor.principalId,
    })
}

/** All calls of a key are of one principal: where they are not, a record is wrong. */
function agreed(from: string, found: readonly Principal[], accountId: string): Clue {
  const [first] = found
  if (first === undefined) return { from, principal: null, why: 'no call of it was found' }
  const odd = found.find((one) => one.type === 'unresolved')
  if (odd !== undefined) return { from, principal: null, why: odd.reason ?? 'a call of it names nobody' }
  const other = found.find((one) => keyOf(one) !== keyOf(first))
  if (other !== undefined) {
    return { from, principal: null, why: `they name ${describePrincipal(first)} and ${describePrincipal(other)}` }
  }
  if (first.accountId !== accountId) return { from, principal: null, why: `they are of account ${first.accountId}` }
  return { from, principal: first }
}
