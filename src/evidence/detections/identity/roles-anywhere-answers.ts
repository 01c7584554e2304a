import { mintsThat } from '../../facts/mints-that.js'
import { compareTexts } from '../../facts/texts.js'
import type { ActorFacts, EventMark } from '../../facts/trail-facts.js'
import type { Act } from '../act.js'
import type { Answer } from '../detection.js'
import { isFalseAt, numberAt, textsUnder } from '../request-values.js'
import type { TrailView } from '../trail-view.js'
import { isSame } from './target-entity.js'

const idsOf = (acts: readonly Act[]) => acts.map(({ mark }) => mark.eventId)

/**
 * The triage questions of Elastic's guide to a new Roles Anywhere profile, answered from the records: who, whether that is usual, from
 * where, which roles, how it is set up, what came before and what was done with it.
 */
export function rolesAnywhereAnswers(profile: Act, trail: TrailView): Answer[] {
  return [
    whoMadeIt(profile, trail),
    usualPlace(profile, trail, 'address'),
    usualPlace(profile, trail, 'agent'),
    anchorBefore(profile, trail),
    roleChanges(profile, trail),
    ...configuration(profile),
    laterUse(profile, trail),
  ]
}

function whoMadeIt(profile: Act, trail: TrailView): Answer {
  const { actor, event } = profile
  const habit = trail.habit(profile)
  const usual = habit !== null ? 'has made profiles before' : trail.hasBaseline ? 'has made none before' : null
  return {
    question: 'Who made the profile, and is that usual?',
    answer: `${actor.arn || actor.name} with key ${event.actor.accessKeyId ?? 'unknown'}${usual === null ? '' : `, who ${usual}`}`,
    verdict: habit !== null ? 'usual' : trail.hasBaseline ? 'suspicious' : 'unknown',
    eventIds: [profile.mark.eventId],
  }
}

function usualPlace(profile: Act, trail: TrailView, kind: 'address' | 'agent'): Answer {
  const { actor, event, mark } = profile
  const seen = kind === 'address' ? event.sourceIp : event.userAgent
  const before: ActorFacts | undefined = trail.facts.baseline.actors.get(actor.key)
  const known = kind === 'address' ? before?.byIp : before?.byAgent
  const question = kind === 'address' ? 'From a usual address?' : 'By a usual program?'
  if (seen === undefined) return { question, answer: 'the record does not say', verdict: 'unknown', eventIds: [] }
  const isKnown = known?.has(seen) === true
  const verdict = isKnown ? 'usual' : trail.hasBaseline ? 'suspicious' : 'unknown'
  const answer = isKnown ? `${seen}, used before` : trail.hasBaseline ? `${seen}, not used before` : seen
  return { question, answer, verdict, eventIds: [mark.eventId] }
}

function anchorBefore(profile: Act, trail: TrailView): Answer {
  const anchors = trail
    .actsNamedBy(profile.actor.key, 'rolesanywhere', 'CreateTrustAnchor EnableTrustAnchor UpdateTrustAnchor')
    .filter(({ outcome }) => outcome === 'ok')
  const found = anchors.length > 0
  return {
    question: 'Did the same actor make a trust anchor for it?',
    answer: found ? `the same actor made or changed ${anchors.length} trust anchor(s)` : 'no, as far as records show',
    verdict: found ? 'suspicious' : 'neutral',
    eventIds: idsOf(anchors),
  }
}

const roleChangingCalls =
  'CreateRole UpdateAssumeRolePolicy AttachRolePolicy PutRolePolicy DeleteRolePermissionsBoundary'

function roleChanges(profile: Act, trail: TrailView): Answer {
  const roles = textsUnder(profile.request, 'roleArns')
  const changes = trail
    .actsNamedBy(profile.actor.key, 'iam', roleChangingCalls)
    .filter(({ outcome }) => outcome === 'ok')
    .filter(({ request }) => roles.some((role) => isSame(role, textOfRole(request.roleName))))
  const found = changes.length > 0
  return {
    question: 'Did the same actor make or change the roles of the profile?',
    answer: found ? `${roles.join(', ')}: ${changes.map(({ name }) => name).join(', ')}` : 'no, as far as records show',
    verdict: found ? 'suspicious' : 'neutral',
    eventIds: idsOf(changes),
  }
}

function textOfRole(value: Act['request'][string] | undefined): string {
  return typeof value === 'string' ? value : ''
}

const longSeconds = 3600

function configuration({ request, mark }: Act): Answer[] {
  const seconds = numberAt(request, 'durationSeconds')
  const isLong = seconds !== undefined && seconds > longSeconds
  const isOff = isFalseAt(request, 'enabled')
  return [
    {
      question: 'How is it set up?',
      answer: `${isOff ? 'switched off' : 'switched on'}, sessions of ${seconds ?? longSeconds} s`,
      verdict: isLong ? 'suspicious' : 'neutral',
      eventIds: [mark.eventId],
    },
  ]
}

/** Roles Anywhere writes CreateSession with its own source; what the session does bears the role's name. */
function laterUse(profile: Act, trail: TrailView): Answer {
  const all = certificateSessions(trail)
  const first = all.findIndex(({ atMs }) => atMs >= profile.mark.atMs)
  const found = first === -1 ? 0 : all.length - first
  return {
    question: 'Was a session obtained with a certificate afterwards?',
    answer: found > 0 ? `${found} session(s) obtained or asked for` : 'none in the records',
    verdict: found > 0 ? 'suspicious' : 'neutral',
    eventIds: found === 0 ? [] : all.slice(first, first + namedSessions).map(({ eventId }) => eventId),
  }
}

const namedSessions = 10
/** Asked for once a profile, so they are kept. */
const sessionsOf = new WeakMap<TrailView, readonly EventMark[]>()

/** Sessions that a certificate obtained or asked for, each once, oldest first. */
function certificateSessions(trail: TrailView): readonly EventMark[] {
  const known = sessionsOf.get(trail)
  if (known !== undefined) return known
  const obtained = mintsThat(trail.facts.scope.mints, ({ kind }) => kind === 'rolesAnywhere')
  const asked = trail.actsNamed('rolesanywhere', 'CreateSession').map(({ mark }) => mark)
  const byId = new Map([...asked, ...obtained].map(({ eventId, atMs }) => [eventId, { eventId, atMs }]))
  const all = [...byId.values()].sort((a, b) => a.atMs - b.atMs || compareTexts(a.eventId, b.eventId))
  sessionsOf.set(trail, all)
  return all
}
