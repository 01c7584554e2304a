import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import { assumedRoleOf, type PrincipalIdentity } from '../domain/principal-activity.js'
import { callerOf } from '../domain/role-caller.js'
import type { RoleAsker, RoleUse } from '../domain/role-use.js'
import { inOrder, unique } from './tally.js'

export interface RoleUseInput {
  readonly role: PrincipalIdentity
  /** Calls that asked for sessions of the role, among any others; in any order, repetitions allowed. */
  readonly events: readonly CloudTrailEvent[]
  readonly askedFrom: string
  /** What was before this is what is usual. */
  readonly incidentFrom: string
  /** Of the finding; null where it names none. */
  readonly sessionName: string | null
  /** The present moment. */
  readonly at: string
  readonly gaps: readonly string[]
}

/** On so many different days before the incident a caller got a session, and it is one that uses the role routinely. */
export const ROUTINE_DAYS = 3
const LISTED = 20
const FEW = 5

/**
 * Who asks for sessions of a role, and whether they did before: an account or a principal that never had one is what the
 * Splunk story is about, and those who have one day after day are whom a block of the role would stop. Refused attempts are
 * counted, and make nobody known. The same records give the same answer, whatever their order and repetitions.
 */
export function roleUse({ role, events, ...about }: RoleUseInput): RoleUse {
  const groups = new Map<string, CloudTrailEvent[]>()
  for (const event of inOrder(events)) {
    if (!asksFor(event, role)) continue
    const { key } = callerOf(event)
    groups.set(key, [...(groups.get(key) ?? []), event])
  }
  const askers = [...groups.values()].map((group) => askerOf(group, role, about)).sort(mostTellingFirst)
  const { askedFrom, incidentFrom, gaps } = about
  const listed = askers.slice(0, LISTED)
  return { roleArn: role.arn, askedFrom, incidentFrom, askers: listed, askerCount: askers.length, gaps: [...gaps] }
}

/** AssumeRole and its like, also where it was refused. The role's ARN may stand with its path or without. */
function asksFor({ eventName, issued, requestParameters }: CloudTrailEvent, role: PrincipalIdentity): boolean {
  if (!eventName.startsWith('AssumeRole')) return false
  return [issued?.roleArn, requestParameters?.roleArn].some((arn) => typeof arn === 'string' && isArnOf(arn, role))
}

function isArnOf(arn: string, role: PrincipalIdentity): boolean {
  const session = assumedRoleOf(arn)
  if (session !== null) {
    return session.accountId === role.accountId && session.roleName.toLowerCase() === role.name.toLowerCase()
  }
  return withoutPath(arn) === withoutPath(role.arn)
}

function withoutPath(arn: string): string {
  return arn.replace(/:role\/.*\//, ':role/').toLowerCase()
}

function askerOf(
  group: readonly CloudTrailEvent[],
  role: PrincipalIdentity,
  { incidentFrom, sessionName, at }: Omit<RoleUseInput, 'role' | 'events'>,
): RoleAsker {
  const given = group.filter(({ errorCode, issued }) => errorCode === undefined && issued !== undefined)
  const before = given.filter(({ eventTime }) => Date.parse(eventTime) < Date.parse(incidentFrom))
  const daysBefore = new Set(before.map(({ eventTime }) => eventTime.slice(0, 10))).size
  const [first] = group
  const last = group.at(-1)
  if (first === undefined || last === undefined) throw new Error('A caller without a call.')
  const { who, accountId } = callerOf(first)
  const names = given.map(nameOf)
  return {
    who,
    accountId,
    isExternal: accountId !== null && accountId !== role.accountId,
    given: given.length,
    refused: group.length - given.length,
    firstAt: first.eventTime,
    lastAt: last.eventTime,
    daysBefore,
    externalId: externalIdIn(group),
    sessionNames: unique(names).slice(0, FEW),
    sourceIps: unique(group.map(({ sourceIp }) => sourceIp)).slice(0, FEW),
    alive: given.filter(({ issued }) => Date.parse(issued?.expiresAt ?? '') > Date.parse(at)).length,
    isNew: before.length === 0,
    isRoutine: daysBefore >= ROUTINE_DAYS,
    isAccused: sessionName !== null && names.includes(sessionName),
  }
}

function nameOf({ issued, requestParameters }: CloudTrailEvent): string | undefined {
  const asked = requestParameters?.roleSessionName
  return issued?.sessionName ?? (typeof asked === 'string' ? asked : undefined)
}

/** What a third party was told to give, so that nobody else can have it act for them. */
function externalIdIn(group: readonly CloudTrailEvent[]): RoleAsker['externalId'] {
  const having = group.filter(({ requestParameters }) => requestParameters?.externalId !== undefined).length
  if (having === 0) return 'never'
  return having === group.length ? 'always' : 'sometimes'
}

function mostTellingFirst(a: RoleAsker, b: RoleAsker): number {
  return (
    Number(b.isAccused) - Number(a.isAccused) ||
    Number(b.isNew) - Number(a.isNew) ||
    b.given + b.refused - (a.given + a.refused) ||
    (a.who < b.who ? -1 : 1)
  )
}
