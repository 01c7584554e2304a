import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { eventTimeMs } from '../../../src/evidence/facts/event-time.js'

/** What is looked for: any of these, letter by letter. An empty list asks for nothing. */
export interface SearchTerms {
  /** Of users, roles (their sessions are found too), root and federated users. */
  readonly arns: readonly string[]
  /** Calls made with the key, and the call that handed it out. */
  readonly accessKeyIds: readonly string[]
  readonly sourceIps: readonly string[]
  /** `AROA…`, `AIDA…`, or with the session's name behind a colon. */
  readonly principalIds: readonly string[]
}

export const noTerms: SearchTerms = { arns: [], accessKeyIds: [], sourceIps: [], principalIds: [] }

/** One call, as far as a list of calls shows it. Texts are the attacker's. null where the record does not say. */
export interface TrailHit {
  readonly eventId: string
  readonly atMs: number
  readonly eventSource: string
  readonly eventName: string
  readonly region: string | null
  readonly sourceIp: string | null
  readonly errorCode: string | null
  readonly arn: string | null
  /** The role or user behind a session. */
  readonly issuerArn: string | null
  readonly principalId: string | null
  readonly accessKeyId: string | null
  /** The key that the call handed out. */
  readonly issuedKeyId: string | null
}

export function hitOf(event: CloudTrailEvent): TrailHit {
  const { actor } = event
  return {
    eventId: event.eventId,
    atMs: eventTimeMs(event.eventTime),
    eventSource: event.eventSource,
    eventName: event.eventName,
    region: event.region ?? null,
    sourceIp: event.sourceIp ?? null,
    errorCode: event.errorCode ?? null,
    arn: actor.arn ?? null,
    issuerArn: actor.issuerArn ?? null,
    principalId: actor.principalId ?? null,
    accessKeyId: actor.accessKeyId ?? null,
    issuedKeyId: event.issued?.accessKeyId ?? event.created?.accessKeyId ?? null,
  }
}

export type Caller = Pick<TrailHit, 'arn' | 'issuerArn' | 'principalId' | 'accessKeyId'>

/** Whether a call is one of those that are looked for. */
export function matcherOf(terms: SearchTerms) {
  const keys = new Set(terms.accessKeyIds)
  const ips = new Set(terms.sourceIps)
  const isCaller = callerMatcher(terms)
  return (hit: Caller & Pick<TrailHit, 'sourceIp' | 'issuedKeyId'>): boolean =>
    (hit.sourceIp !== null && ips.has(hit.sourceIp)) ||
    (hit.issuedKeyId !== null && keys.has(hit.issuedKeyId)) ||
    isCaller(hit)
}

function callerMatcher({ arns, accessKeyIds, principalIds }: SearchTerms): (caller: Caller) => boolean {
  const wanted = new Set(arns)
  const sessions = arns.flatMap((arn) => sessionPrefix(arn) ?? [])
  const keys = new Set(accessKeyIds)
  const ids = new Set(principalIds)
  return ({ arn, issuerArn, principalId, accessKeyId }) =>
    (accessKeyId !== null && keys.has(accessKeyId)) ||
    (issuerArn !== null && wanted.has(issuerArn)) ||
    (arn !== null && (wanted.has(arn) || sessions.some((prefix) => arn.startsWith(prefix)))) ||
    (principalId !== null && (ids.has(principalId) || ids.has(idOf(principalId))))
}

const roleArn = /^(arn:[^:]+):iam::([^:]*):role\/(?:.*\/)?([^/]+)$/

/** How the ARNs of a role's sessions begin: without the role's path. null for what is no role. */
export function sessionPrefix(arn: string): string | null {
  const [, partition, account, name] = roleArn.exec(arn) ?? []
  return name === undefined ? null : `${partition}:sts::${account}:assumed-role/${name}/`
}

function idOf(principalId: string): string {
  const colon = principalId.indexOf(':')
  return colon === -1 ? principalId : principalId.slice(0, colon)
}

/** Oldest first; of one moment by id. */
export function byTime(a: TrailHit, b: TrailHit): number {
  return a.atMs - b.atMs || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0)
}
