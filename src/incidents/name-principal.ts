import { targetOfArn } from '../domain/block-target-arn.js'
import type { Incident } from '../domain/incident.js'
import { describePrincipal, type Principal } from '../domain/principal.js'
import type { Realm } from '../domain/realm.js'
import type { Engine } from '../engine/engine.js'
import { authorise, authoriseAsking, type RefusalCode } from './authorise.js'
import type { ApprovalRules } from './authority.js'
import { joinOther } from './join-other.js'
import { type Refused, recordNaming } from './record-refused.js'

export interface WishedName {
  readonly by: string
  /** As the person gave it. */
  readonly arn: string
  readonly reason: string
}

export type Named =
  | { readonly status: 'named'; readonly incidentId: string; readonly state: string }
  /** The principal has an open incident: the findings went there, and this one is over. */
  | { readonly status: 'joined'; readonly incidentId: string }
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly reason: string }

type NameRealm = Pick<Realm, 'partition' | 'accountId'>

/** Racing openings and closings of one principal settle within a few rounds. */
const MAX_ROUNDS = 20

/**
 * A person says whom an incident is about whose finding does not say it. The incident goes on from there like any other; who
 * names cannot approve it, so no one person ever chooses and blocks. Only an ARN of the incident's own account is taken, and none
 * that the finding's unique id contradicts: what is protected the plan refuses. Where the principal has an open incident the
 * findings join that, and this one ends: one open incident a principal.
 */
export async function namePrincipal(
  engine: Engine,
  rules: ApprovalRules,
  realm: NameRealm,
  incidentId: string,
  wish: WishedName,
): Promise<Named> {
  const { by, arn, reason } = wish
  const parsed = targetOfArn(arn.trim())
  const given = parsed.ok ? parsed.principal : null
  let notThere: Refused | null = null
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const known = await engine.store.readIncident(incidentId)
    const principal = given === null || known === null ? null : withWhatIsKnown(given, known.snapshot.context.principal)
    const acted = await recordNaming(engine, incidentId, {
      by,
      about: 'name the principal',
      event: { type: 'PRINCIPAL_NAMED', by, principal: principal ?? nobodyIn(realm), reason },
      refusal: (code, repeats) => ({ type: 'REQUEST_REFUSED', by, ask: 'name', code, repeats }),
      refusalOf: (incident) => {
        const notAllowed = whyNotNow(rules, by, incident)
        if (notAllowed !== null) return notAllowed
        if (!parsed.ok || principal === null) return { code: 'badArn', reason: parsed.ok ? '' : parsed.reason }
        return whyNotThis(rules, by, realm, principal, incident) ?? notThere
      },
    })
    if (acted.status === 'refused') return acted
    if (acted.status === 'recorded') return { status: 'named', incidentId, state: acted.step.state }
    if (principal === null || known === null) continue
    notThere = await whyNotThere(engine, rules, by, principal, acted.incidentId)
    if (notThere !== null) continue
    const actor = { kind: 'person', name: by } as const
    const sentence = `${describePrincipal(principal)} has an open incident, ${acted.incidentId}. ${reason}`
    const joined = await joinOther(engine, known, acted.incidentId, { principal, reason: sentence, actor })
    if (joined) return { status: 'joined', incidentId: acted.incidentId }
  }
  throw new Error(`The principal of ${incidentId} found another incident closing ${MAX_ROUNDS} times.`)
}

function whyNotNow(rules: ApprovalRules, by: string, incident: Incident): Refused | null {
  const authorised = authorise(rules, by, { verb: 'name' }, incident)
  if (!authorised.allowed) return authorised
  if (incident.state === 'unresolved') return null
  return { code: 'notPossible', reason: `The incident is in ${incident.state}, and nobody asks whom it is about.` }
}

/** A type's unique ids begin alike. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const ID_PREFIXES: Readonly<Record<string, string>> = { role: 'AROA', user: 'AIDA', group: 'AGPA' }

function whyNotThis(
  rules: ApprovalRules,
  by: string,
  { partition, accountId }: NameRealm,
  principal: Principal,
  incident: Incident,
): Refused | null {
  if (principal.partition !== partition || principal.accountId !== accountId) {
    const whose = `${principal.partition} account ${principal.accountId}`
    return {
      code: 'notServed',
      reason: `This ARN is of ${whose}, and the incident is of ${partition} account ${accountId}.`,
    }
  }
  const { containRequestedBy, principal: known } = incident.snapshot.context
  const { uniqueId } = known
  const prefix = ID_PREFIXES[principal.type]
  if (uniqueId !== undefined && prefix !== undefined && !uniqueId.startsWith(prefix)) {
    return { code: 'badArn', reason: `The finding is about ${uniqueId}, which is no ${principal.type}'s unique id.` }
  }
  const asking = authoriseAsking(rules, [...containRequestedBy, by], 'contain', principal)
  return asking.allowed ? null : asking
}

/** Where the other waits for somebody's word as well, those who gave it and whoever names now must leave others to approve. */
async function whyNotThere(
  { store }: Engine,
  rules: ApprovalRules,
  by: string,
  principal: Principal,
  otherId: string,
): Promise<Refused | null> {
  const other = await store.readIncident(otherId)
  if (other === null || other.snapshot.context.trusted) return null
  const asking = authoriseAsking(rules, [...other.snapshot.context.containRequestedBy, by], 'contain', principal)
  return asking.allowed ? null : asking
}

/** The unique id, key and session that the finding told stay: IAM's answer is held against them before any plan. */
function withWhatIsKnown(named: Principal, { uniqueId, accessKeyId, sessionName }: Principal): Principal {
  const isSessionOf = named.type === 'role' && sessionName !== undefined
  return {
    ...(isSessionOf ? { sessionName } : {}),
    ...(uniqueId === undefined ? {} : { uniqueId }),
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...named,
  }
}

/** Stands in an event that is refused anyway. */
function nobodyIn({ partition, accountId }: NameRealm): Principal {
  return { type: 'unresolved', partition, accountId, name: '' }
}
