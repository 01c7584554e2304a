import type { Act } from '../detections/act.js'
import { passedRoles } from '../detections/execution/passed-roles.js'
import { rolePassed } from '../detections/execution/role-passed.js'
import { isOwnServiceRole } from '../detections/identity/service-role.js'
import { textsUnder } from '../detections/request-values.js'
import { TrailView } from '../detections/trail-view.js'
import { eventTimeMs } from '../facts/event-time.js'
import { entryOf } from '../facts/tallies.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import { lastSegment } from '../record/record-values.js'
import type { Session } from '../sessions/session.js'
import { isAddress } from './is-address.js'

/** `by` put code under a role, by handing the role to a machine or function; the role's session acted from there then. */
export interface CodeLink {
  /** `Actor.key` of who did it, and the key of the credential that it did it with. */
  readonly by: string
  readonly byAccessKeyId: string | null
  readonly session: Session
  readonly eventId: string
  readonly eventName: string
  readonly atMs: number
  /** Used from the address that the role was handed over from, too. */
  readonly sameHand: boolean
}

/** Longer after it, others had their time with the machine, too. */
const longestMs = 3_600_000

/**
 * Sessions of services and machines that began within the hour after somebody gave them their role, latest giver only. The
 * records have no credential that joins the two, so it is a guess, and none is made about everyday work: whoever makes a role and
 * uses it for what it made it for gains nothing, and what one does as a habit is one's work. What a machine's role did in other
 * hands elsewhere is not the doing of who launched it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function codeLinksOf(facts: TrailFacts, sessions: readonly Session[]): CodeLink[] {
  const ofCode = sessions.filter(isOfCode)
  if (ofCode.length === 0) return []
  const trail = viewOfPasses(facts)
  const passes = passesIn(trail)
  return ofCode.flatMap((session) => {
    const found = latestOf(session, passes)
    const link = found === undefined ? null : linkOf(found.act, session)
    if (found === undefined || link === null || link.by === session.principalKey) return []
    return link.sameHand || isGain(found, session, trail) ? [link] : []
  })
}

function isOfCode({ kind, calls, firstSeen, parentKey }: Session): boolean {
  if (calls === 0 || firstSeen === null) return false
  return kind === 'service' || kind === 'instanceProfile' || parentKey?.startsWith('service:') === true
}

const passingCalls = [...Object.entries(rolePassed.calls), ['lambda', 'UpdateFunctionCode'] as const]
const passingServices = new Set(passingCalls.map(([service]) => `${service}.amazonaws.com`))

/** Nearly all records are of something else. */
function viewOfPasses({ scope, baseline }: TrailFacts): TrailView {
  const notable = scope.notable.filter(
    ({ eventSource, eventName, readOnly }) =>
      readOnly !== true && (passingServices.has(eventSource) || eventName === 'CreateRole'),
  )
  return new TrailView({ scope: { ...scope, notable }, baseline })
}

interface Pass {
  readonly act: Act
  /** By name, in lower case. */
  readonly roles: readonly string[]
  /** The names that sessions of it have, in lower case; empty where the record does not tell. */
  readonly names: readonly string[]
}

/** By each name that a session of it may have: its role's, and its own. Oldest first. */
function passesIn(trail: TrailView): ReadonlyMap<string, Pass[]> {
  const byName = new Map<string, Pass[]>()
  const passes = passingCalls
    .flatMap(([service, names]) => trail.actsNamed(service, names))
    .filter(({ outcome }) => outcome === 'ok')
    .map((act) => ({ act, roles: passedRoles(act).map(nameOf), names: sessionNames(act) }))
    .filter(({ roles }) => roles.length > 0)
    .sort((a, b) => a.act.mark.atMs - b.act.mark.atMs || (a.act.mark.eventId < b.act.mark.eventId ? -1 : 1))
  for (const pass of passes) {
    for (const name of new Set([...pass.roles, ...pass.names])) entryOf(byName, name, none).push(pass)
  }
  return byName
}

function none(): Pass[] {
  return []
}

/** From the latest back, and no further than the hour: there may be thousands of both. */
function latestOf(session: Session, byName: ReadonlyMap<string, Pass[]>): Pass | undefined {
  const firstMs = eventTimeMs(session.firstSeen ?? '')
  const names = new Set([nameOf(session.principal), session.sessionName.toLowerCase()])
  const found = [...names].flatMap((name) => {
    const passes = byName.get(name) ?? []
    const at = passes.findLastIndex(
      (pass) => timeOf(pass) <= firstMs && (timeOf(pass) < firstMs - longestMs || isOf(pass, session)),
    )
    const pass = passes[at]
    return pass !== undefined && isOf(pass, session) ? [pass] : []
  })
  return found.sort((a, b) => timeOf(b) - timeOf(a))[0]
}

function timeOf({ act }: Pass): number {
  return act.mark.atMs
}

/** Lambda names its sessions after the function, EC2 after the instance. */
function sessionNames({ service, request, response }: Act): string[] {
  if (service === 'lambda') return textsUnder(request, 'functionName').map((name) => nameOf(name.replace(/^.*:/, '')))
  if (service === 'ec2')
    return [...textsUnder(response, 'instanceId'), ...textsUnder(request, 'instanceId')].map(nameOf)
  return []
}

function isOf({ act, roles, names }: Pass, session: Session): boolean {
  const sinceMs = eventTimeMs(session.firstSeen ?? '') - act.mark.atMs
  if (sinceMs < 0 || sinceMs > longestMs) return false
  const isNamed = names.includes(session.sessionName.toLowerCase())
  if (act.service === 'ec2') return isNamed
  return roles.includes(nameOf(session.principal)) && (isNamed || (names.length === 0 && isByService(act, session)))
}

/** `ecs-tasks.amazonaws.com`, `glue.amazonaws.com`: containers of Batch are ECS's. */
function isByService({ service }: Act, { parentKey }: Session): boolean {
  const by = parentKey?.split(':').at(-1) ?? ''
  return by.startsWith(`${service === 'batch' ? 'ecs-tasks' : service}`) || by.startsWith(`tasks.${service}`)
}

function linkOf({ actor, event, mark, name }: Act, session: Session): CodeLink {
  const { sourceIp } = event
  return {
    by: actor.key,
    byAccessKeyId: event.actor.accessKeyId ?? null,
    session,
    eventId: mark.eventId,
    eventName: name,
    atMs: mark.atMs,
    sameHand: sourceIp !== undefined && isAddress(sourceIp) && session.sourceIps.includes(sourceIp),
  }
}

function isGain({ act }: Pass, { principal }: Session, trail: TrailView): boolean {
  if (act.service === 'ec2') return false
  return !isOwnServiceRole(lastSegment(principal), act, trail) && trail.habit(act) === null
}

function nameOf(role: string): string {
  return lastSegment(role).toLowerCase()
}
