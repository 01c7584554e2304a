import type { Act } from '../detections/act.js'
import { passedRoles } from '../detections/execution/passed-roles.js'
import { rolePassed } from '../detections/execution/role-passed.js'
import { isOwnServiceRole } from '../detections/identity/service-role.js'
import { textsUnder } from '../detections/request-values.js'
import { TrailView } from '../detections/trail-view.js'
import { dayOf, eventTimeMs } from '../facts/event-time.js'
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
const passingServiceNames = new Set(passingCalls.map(([service]) => callerOf(service)))

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

/** By what its sessions are told by: see `tellingOfPass`. Oldest first. */
function passesIn(trail: TrailView): ReadonlyMap<string, Pass[]> {
  const byTelling = new Map<string, Pass[]>()
  const passes = passingCalls
    .flatMap(([service, names]) => trail.actsNamed(service, names))
    .filter(({ outcome }) => outcome === 'ok')
    .map((act) => ({ act, roles: passedRoles(act).map(nameOf), names: sessionNames(act) }))
    .filter(({ roles }) => roles.length > 0)
    .sort((a, b) => a.act.mark.atMs - b.act.mark.atMs || (a.act.mark.eventId < b.act.mark.eventId ? -1 : 1))
  for (const pass of passes) for (const telling of tellingOfPass(pass)) entryOf(byTelling, telling, none).push(pass)
  return byTelling
}

function none(): Pass[] {
  return []
}

/**
 * An instance's session by its name, whatever the role; else by its role together with its name, or with the service where the record
 * names no session. So nothing has to be sought among thousands.
 */
function tellingOfPass({ act, roles, names }: Pass): Set<string> {
  if (act.service === 'ec2') return new Set(names.map((name) => JSON.stringify(['ec2', name])))
  if (names.length === 0) return new Set(roles.map((role) => JSON.stringify(['service', role, callerOf(act.service)])))
  return new Set(roles.flatMap((role) => names.map((name) => JSON.stringify(['session', role, name]))))
}

function tellingOfSession({ principal, sessionName, parentKey }: Session): string[] {
  const [role, name] = [nameOf(principal), sessionName.toLowerCase()]
  const by = parentKey?.split(':').at(-1) ?? ''
  const services = [...passingServiceNames].filter((service) => isCalledBy(service, by))
  return [
    JSON.stringify(['ec2', name]),
    JSON.stringify(['session', role, name]),
    ...services.map((service) => JSON.stringify(['service', role, service])),
  ]
}

/** The latest within the hour before the session began. */
function latestOf(session: Session, byTelling: ReadonlyMap<string, Pass[]>): Pass | undefined {
  const firstMs = eventTimeMs(session.firstSeen ?? '')
  const found = tellingOfSession(session).flatMap((telling) => lastUntil(byTelling.get(telling) ?? [], firstMs) ?? [])
  return found.filter((pass) => firstMs - timeOf(pass) <= longestMs).sort((a, b) => timeOf(b) - timeOf(a))[0]
}

function lastUntil(passes: readonly Pass[], untilMs: number): Pass | undefined {
  let [low, high] = [0, passes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const pass = passes[middle]
    if (pass !== undefined && timeOf(pass) <= untilMs) low = middle + 1
    else high = middle
  }
  return passes[low - 1]
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

/** Containers of Batch are ECS's. */
function callerOf(service: string): string {
  return service === 'batch' ? 'ecs-tasks' : service
}

/** `ecs-tasks.amazonaws.com`, `glue.amazonaws.com`, `tasks.…`. */
function isCalledBy(service: string, by: string): boolean {
  return by.startsWith(service) || by.startsWith(`tasks.${service}`)
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
  return !isOwnServiceRole(lastSegment(principal), act, trail) && trail.habit(act) === null && !isRollout(act, trail)
}

/** An attacker is done in one day or two, and in one session: who does so on three days, or in three sessions of a role, does it as its work. */
const rolloutDays = 3
const rolloutSessions = 3

function isRollout({ actor, service, event, name }: Act, trail: TrailView): boolean {
  const same = trail.actsNamedBy(actor.key, service, name).filter(({ outcome }) => outcome === 'ok')
  const alike = same.filter((act) => act.event.userAgent === event.userAgent)
  const sessions = actor.type === 'role' ? new Set(alike.map((act) => act.event.actor.accessKeyId)).size : 0
  return sessions >= rolloutSessions || new Set(alike.map(({ mark }) => dayOf(mark.atMs))).size >= rolloutDays
}

function nameOf(role: string): string {
  return lastSegment(role).toLowerCase()
}
