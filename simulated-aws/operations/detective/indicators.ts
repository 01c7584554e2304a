import { fieldOf, type JsonObject, textOf } from '../../json.js'

const dayMs = 86_400_000
/** Detective compares with the 45 days before the scope, once it has seen two weeks of them. */
const baselineDays = 45
const trainingDays = 14

export type Scope = { readonly entityArn: string; readonly fromMs: number; readonly toMs: number }

type Tactic = { readonly tactic: string; readonly technique: string; readonly procedure: string }

/** What calls of these names are known to be done for. */
const tactics: readonly (readonly [RegExp, Tactic])[] = [
  [
    /^(StopLogging|DeleteTrail|UpdateTrail|PutEventSelectors|DeleteFlowLogs|DeleteDetector)$/,
    { tactic: 'Defense Evasion', technique: 'Impair Defenses', procedure: 'Logging switched off or changed' },
  ],
  [
    /^(CreateUser|CreateAccessKey|CreateLoginProfile|CreateRole|UpdateAssumeRolePolicy|CreateServiceSpecificCredential)$/,
    { tactic: 'Persistence', technique: 'Account Manipulation', procedure: 'Identity or credentials made' },
  ],
  [
    /^(Put|Attach)(Role|User|Group)Policy$|^(CreatePolicyVersion|SetDefaultPolicyVersion|AddUserToGroup|PassRole)$/,
    { tactic: 'Privilege Escalation', technique: 'Account Manipulation', procedure: 'Permissions granted' },
  ],
  [
    /^(GetSecretValue|GetSessionToken|GetFederationToken|GetPasswordData|GetParameter)s?$/,
    { tactic: 'Credential Access', technique: 'Unsecured Credentials', procedure: 'Credentials read or issued' },
  ],
  [
    /^(List|Describe|Get)[A-Z]/,
    { tactic: 'Discovery', technique: 'Cloud Infrastructure Discovery', procedure: 'Resources listed' },
  ],
]

/**
 * What an investigation finds in the account's own records: tactics by API name and address, and user agents that the
 * entity did not use in the weeks before. What needs a map of addresses or other people's findings is never found here.
 */
export function indicatorsOf(records: readonly JsonObject[], scope: Scope): JsonObject[] {
  const own = records.filter((record) => isOf(record, scope.entityArn))
  const scoped = own.filter((record) => isWithin(record, scope.fromMs, scope.toMs + 1))
  return [...observedTactics(scoped), ...newUserAgents(records, own, scoped, scope)]
}

/** The calls of a user or of the sessions of a role. */
function isOf(record: JsonObject, entityArn: string): boolean {
  const identity = fieldOf(record, 'userIdentity')
  return (
    fieldOf(identity, 'arn') === entityArn || fieldOf(identity, 'sessionContext', 'sessionIssuer', 'arn') === entityArn
  )
}

function isWithin(record: JsonObject, fromMs: number, toMs: number): boolean {
  const atMs = Date.parse(textOf(record.eventTime) ?? '')
  return atMs >= fromMs && atMs < toMs
}

function observedTactics(scoped: readonly JsonObject[]): JsonObject[] {
  const found = new Map<string, { tactic: Tactic; name: string; ip: string; ok: number; failed: number }>()
  for (const record of scoped) {
    const name = textOf(record.eventName) ?? ''
    const tactic = tactics.find(([pattern]) => pattern.test(name))?.[1]
    if (tactic === undefined) continue
    const ip = textOf(record.sourceIPAddress) ?? ''
    const entry = found.get(`${name} ${ip}`) ?? { tactic, name, ip, ok: 0, failed: 0 }
    if (textOf(record.errorCode) === undefined) entry.ok += 1
    else entry.failed += 1
    found.set(`${name} ${ip}`, entry)
  }
  return [...found.values()].map(({ tactic, name, ip, ok, failed }) => ({
    IndicatorType: 'TTP_OBSERVED',
    IndicatorDetail: {
      TTPsObservedDetail: {
        Tactic: tactic.tactic,
        Technique: tactic.technique,
        Procedure: tactic.procedure,
        IpAddress: ip,
        APIName: name,
        APISuccessCount: ok,
        APIFailureCount: failed,
      },
    },
  }))
}

/** Without two weeks of calls before the scope nothing is new: there is nothing that it could be new to. */
function newUserAgents(
  all: readonly JsonObject[],
  own: readonly JsonObject[],
  scoped: readonly JsonObject[],
  { fromMs }: Scope,
): JsonObject[] {
  const before = own.filter((record) => isWithin(record, fromMs - baselineDays * dayMs, fromMs))
  if (!before.some((record) => isWithin(record, 0, fromMs - trainingDays * dayMs))) return []
  const used = agentsOf(before)
  const usedByAnybody = agentsOf(all.filter((record) => isWithin(record, fromMs - baselineDays * dayMs, fromMs)))
  return [...agentsOf(scoped)]
    .filter((agent) => !used.has(agent))
    .map((UserAgent) => ({
      IndicatorType: 'NEW_USER_AGENT',
      IndicatorDetail: { NewUserAgentDetail: { UserAgent, IsNewForEntireAccount: !usedByAnybody.has(UserAgent) } },
    }))
}

function agentsOf(records: readonly JsonObject[]): Set<string> {
  return new Set(records.flatMap((record) => textOf(record.userAgent) ?? []))
}

/** The more kinds of tactics, the worse: the simulated account's own scale. */
export function severityOf(indicators: readonly JsonObject[]): string {
  const seen = indicators.map((one) => fieldOf(one, 'IndicatorDetail', 'TTPsObservedDetail', 'Tactic'))
  const kinds = new Set(seen.filter((tactic) => tactic !== undefined && tactic !== 'Discovery')).size
  return ['INFORMATIONAL', 'MEDIUM', 'HIGH'][kinds] ?? 'CRITICAL'
}
