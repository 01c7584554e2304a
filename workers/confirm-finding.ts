import { dedupKey, type Finding, isConfirmable } from '../src/domain/finding.js'
import { findingKey } from '../src/domain/finding-key.js'
import type { FindingLookup } from '../src/domain/finding-lookup.js'
import { describePrincipal, type Principal, principalKey } from '../src/domain/principal.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

/**
 * How many of an incident are looked up: one is enough to go on, and a flood of forged ones must not hold it up. From both ends,
 * since whoever forges more after the true one, or some before it, must not push it out of sight.
 */
const NEWEST_LOOKED_UP = 3
const OLDEST_LOOKED_UP = 2

/**
 * Asks AWS, with the account's own credentials, whether it has one of the incident's findings with the same principal, session,
 * type and account, and no less severe. Whatever else it answers disputes them, with the reason. What may get better by trying again is thrown; where AWS does
 * not answer in time the playbook goes on without a yes.
 */
export async function confirmFinding({ aws, engine }: IncidentTools, { incident }: Assignment): Promise<EffectResult> {
  const lookup = aws.findings ?? null
  if (lookup === null) return disputed('The configuration lets nobody ask AWS whether it has the finding.')
  const asked = fromBothEnds(await engine.store.readFindings(incident.id))
  const reasons: string[] = []
  for (const finding of asked) {
    const reason = await whyNot(lookup, finding)
    if (reason === null) return { outcome: confirmed(finding) }
    reasons.push(reason)
  }
  return disputed(`AWS does not confirm the finding. ${reasons[0] ?? 'AWS keeps none of its findings.'}`)
}

function confirmed(finding: Finding) {
  const reason = `${finding.type} is as AWS has it.`
  return { type: 'FINDING_CONFIRMED', reason, finding: dedupKey(finding) } as const
}

function disputed(reason: string): EffectResult {
  return { outcome: { type: 'FINDING_DISPUTED', reason } }
}

/** Each in its newest update, by when it first came: the newest first, then the oldest. */
function fromBothEnds(findings: readonly Finding[]): Finding[] {
  const newest = new Map<string, Finding>()
  for (const finding of findings.filter(isConfirmable)) newest.set(findingKey(finding), finding)
  const each = [...newest.values()]
  const older = each.splice(0, Math.max(0, each.length - NEWEST_LOOKED_UP))
  return [...each.reverse(), ...older.slice(0, OLDEST_LOOKED_UP)]
}

async function whyNot(lookup: FindingLookup, sent: Finding): Promise<string | null> {
  const answer = await lookup.lookUp(sent)
  if (!answer.has) return answer.reason
  const { finding } = answer
  if (finding.accountId !== sent.accountId) return `AWS's copy is of account ${finding.accountId}.`
  if (typeOf(finding) !== typeOf(sent)) return `AWS's copy is a ${finding.type}, not a ${sent.type}.`
  if (finding.severity < sent.severity) {
    return `AWS's copy is of severity ${finding.severity}, not ${sent.severity}.`
  }
  const [own, session] = [finding.principal.sessionName, sent.principal.sessionName]
  if (own !== undefined && session !== undefined && own !== session) return "AWS's copy is about another session."
  if (isSame(finding.principal, sent.principal)) return null
  return `AWS's copy accuses ${describePrincipal(finding.principal)}, not ${describePrincipal(sent.principal)}.`
}

/** Security Hub writes GuardDuty's types with a hyphen for the slash, after a taxonomy of its own: from the threat purpose on. */
function typeOf({ type }: Finding): string {
  const colon = type.indexOf(':')
  return type
    .slice(colon < 0 ? 0 : type.lastIndexOf('/', colon) + 1)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

/** Where AWS's copy names nobody, by the key or id that it gives. */
function isSame(own: Principal, sent: Principal): boolean {
  const isSameId = own.uniqueId === undefined || sent.uniqueId === undefined || own.uniqueId === sent.uniqueId
  if (own.type !== 'unresolved') return isSameId && principalKey(own, '') === principalKey(sent, '')
  const ids = [own.uniqueId ?? own.accessKeyId, sent.uniqueId === undefined ? sent.accessKeyId : sent.uniqueId]
  return ids[0] !== undefined && ids[0] === ids[1]
}
