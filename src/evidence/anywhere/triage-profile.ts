import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { AnywhereImpact } from '../../domain/plan.js'
import type { AnywhereImage, TriageAnswer } from '../../domain/roles-anywhere.js'
import { mostFirst } from '../tally.js'
import type { AnywhereRecords } from './anywhere-records.js'

export interface TriageInput {
  readonly records: AnywhereRecords
  /** What Roles Anywhere says now; null where there is no such profile, or it could not be read. */
  readonly image: AnywhereImage | null
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly roles: AnywhereImpact['roles']
  /** The calls of whoever made the profile, as far as sources showed them; null where nobody is known to have. */
  readonly makersCalls: readonly CloudTrailEvent[] | null
  readonly window: { readonly from: string; readonly to: string }
  /** A trust anchor that came or changed this long before or after the profile goes with it. */
  readonly nearMs: number
}

/**
 * What the triage of Elastic's rule "AWS IAM Roles Anywhere Profile Creation" asks, with what the records and the API answer. An
 * answer that is not known says so: it is none.
 * https://www.elastic.co/guide/en/security/current/aws-iam-roles-anywhere-profile-creation.html
 */
export function triageProfile(input: TriageInput): TriageAnswer[] {
  return [
    made(input),
    routine(input),
    origin(input),
    handsOut(input),
    configured(input),
    authorities(input),
    used(input),
    other(input),
  ]
}

const UNKNOWN = 'Not known: no record of it is within reach.'

function made({ records: { createdBy }, image }: TriageInput): TriageAnswer {
  const question = 'Who created the profile, when and with which key?'
  if (createdBy !== null) {
    const { arn, accessKeyId, at, eventId } = createdBy
    return {
      question,
      answer: `${arn || 'somebody'} at ${at}, with ${accessKeyId || 'no access key'}.`,
      eventIds: [eventId],
    }
  }
  if (image === null) return { question, answer: UNKNOWN, eventIds: [] }
  const { createdBy: by, createdAt } = image.profile
  return {
    question,
    answer: `${by || 'Somebody'} at ${createdAt}, as Roles Anywhere tells; no record of the call was found.`,
    eventIds: [],
  }
}

/** Only what goes before the profile's making tells whether it was nothing new. */
function routine({ records: { createdBy }, makersCalls, window }: TriageInput): TriageAnswer {
  const question = 'Does whoever made it do such things as a rule?'
  if (createdBy === null || makersCalls === null) return { question, answer: UNKNOWN, eventIds: [] }
  const before = makersCalls.filter(({ eventTime }) => Date.parse(eventTime) < Date.parse(createdBy.at))
  const alike = before.filter(({ eventSource }) => eventSource === 'rolesanywhere.amazonaws.com')
  const days = new Set(alike.map(({ eventTime }) => eventTime.slice(0, 10)))
  const answer =
    alike.length === 0
      ? `No call of Roles Anywhere by it before this, in records since ${window.from}: ${count(before.length, 'other call')}.`
      : `${count(alike.length, 'call')} of Roles Anywhere by it before this, on ${count(days.size, 'day')}, in records since ${window.from}.`
  return { question, answer, eventIds: alike.slice(-10).map(({ eventId }) => eventId) }
}

function origin({ records: { createdBy }, makersCalls }: TriageInput): TriageAnswer {
  const question = 'From where?'
  if (createdBy === null) return { question, answer: UNKNOWN, eventIds: [] }
  const { sourceIp, userAgent, eventId } = createdBy
  const same = (makersCalls ?? []).filter((event) => event.sourceIp === sourceIp && event.eventId !== eventId)
  const known = makersCalls === null ? '' : ` ${count(same.length, 'other call')} of it came from there.`
  return {
    question,
    answer: `${sourceIp || 'an unknown address'}, by ${userAgent || 'an unknown client'}.${known}`,
    eventIds: [eventId],
  }
}

function handsOut({ roles }: TriageInput): TriageAnswer {
  const question = 'Which roles does it hand out, and what may they do?'
  const words = { true: 'may do everything', false: 'not everything', null: 'its policies could not be read' }
  const named = roles.map(({ arn, isAdministrator }) => `${arn} (${words[`${isAdministrator}`]})`)
  return { question, answer: named.length === 0 ? UNKNOWN : `${named.join('; ')}.`, eventIds: [] }
}

function configured({ image, tags }: TriageInput): TriageAnswer {
  const question = 'How is it configured?'
  if (image === null)
    return { question, answer: 'There is no such profile any more, or it could not be read.', eventIds: [] }
  const { enabled, durationSeconds, sessionPolicy, managedPolicyArns, name } = image.profile
  const narrowed = sessionPolicy !== null || managedPolicyArns.length > 0
  const facts = [
    `"${name}", ${enabled ? 'enabled' : 'disabled'}`,
    durationSeconds === null ? 'no session length set' : `sessions of up to ${durationSeconds} s`,
    narrowed ? 'sessions are narrowed by a policy' : 'no session policy: all that the role may do',
    tags.length === 0 ? 'no tags' : `tags ${tags.map(({ key, value }) => `${key}=${value}`).join(', ')}`,
  ]
  return { question, answer: `${facts.join('; ')}.`, eventIds: [] }
}

function authorities({ image, records: { acts, createdBy }, nearMs }: TriageInput): TriageAnswer {
  const question = 'Whose certificates does it take: did a trust anchor come or change along with it?'
  if (image === null) return { question, answer: UNKNOWN, eventIds: [] }
  const madeAt = Date.parse(createdBy?.at ?? image.profile.createdAt)
  const near = acts.filter(
    ({ eventName, at }) => eventName.endsWith('TrustAnchor') && Math.abs(Date.parse(at) - madeAt) <= nearMs,
  )
  const done = near.map(({ eventName, objectId, by, at }) => `${eventName} ${objectId} by ${by} at ${at}`)
  const on = image.trustAnchors.filter(({ enabled }) => enabled).length
  const rest = `${on} of ${image.trustAnchors.length} trust anchors of the Region are enabled, and each goes with it.`
  const answer = done.length === 0 ? `None that the records show. ${rest}` : `${done.join('; ')}. ${rest}`
  return { question, answer, eventIds: near.map(({ eventId }) => eventId) }
}

function used({ records: { sessions, refusedSessions } }: TriageInput): TriageAnswer {
  const question = 'Was it used?'
  const refused = refusedSessions === 0 ? '' : ` ${count(refusedSessions, 'session')} refused.`
  if (sessions.length === 0)
    return { question, answer: `No session that the records show, which are minutes late.${refused}`, eventIds: [] }
  const rows = sessions.slice(-10).map(({ roleArn, x509Subject, sourceIp, issuedAt, expiresAt }) => {
    return `${roleArn} to ${x509Subject || 'an unknown certificate'} from ${sourceIp} at ${issuedAt}, until ${expiresAt ?? 'an unknown time'}`
  })
  return {
    question,
    answer: `${count(sessions.length, 'session')}: ${rows.join('; ')}.${refused}`,
    eventIds: sessions.map(({ eventId }) => eventId),
  }
}

function other({ makersCalls, window }: TriageInput): TriageAnswer {
  const question = 'What else did whoever made it do?'
  if (makersCalls === null) return { question, answer: UNKNOWN, eventIds: [] }
  const since = makersCalls.filter(({ eventTime }) => Date.parse(eventTime) >= Date.parse(window.from))
  const counted = new Map<string, number>()
  for (const { eventName } of since) counted.set(eventName, (counted.get(eventName) ?? 0) + 1)
  const rows = mostFirst(
    [...counted].map(([name, calls]) => ({ name, calls })),
    ({ name }) => name,
  ).slice(0, 10)
  const failed = since.filter(({ errorCode }) => errorCode !== undefined).length
  const answer = `${count(since.length, 'call')} since ${window.from}, ${failed} of them refused or failed: ${rows.map(({ name, calls }) => `${name} ${calls}`).join(', ') || 'none'}.`
  return { question, answer, eventIds: [] }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
