import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { EvidenceSource } from '../../domain/evidence.js'
import { isActivityOf, isOwnToken, type PrincipalIdentity } from '../../domain/principal-activity.js'
import type { TrailSource } from '../../ports.js'
import { isIssueOfCredential, isIssueOfRole, type TemporaryCredential } from '../sessions/giver-of.js'
import type { AnswerListener } from './answer-listener.js'

/** Records that handed out credentials, as any source told them, and which sources have answered so far. */
export class HeardRecords implements AnswerListener {
  /** By event id. */
  readonly #issues = new Map<string, CloudTrailEvent>()
  readonly #byKey = new Map<string, CloudTrailEvent[]>()
  readonly #callers = new Set<string>()
  readonly #answers = new Map<TrailSource, EvidenceSource>()
  readonly #waiting = new Set<() => void>()

  heard(event: CloudTrailEvent): void {
    if (event.actor.accessKeyId !== undefined) this.#callers.add(event.actor.accessKeyId)
    const { issued } = event
    if (issued === undefined || event.errorCode !== undefined || this.#issues.has(event.eventId)) return
    this.#issues.set(event.eventId, event)
    const known = this.#byKey.get(issued.accessKeyId)
    if (known === undefined) this.#byKey.set(issued.accessKeyId, [event])
    else known.push(event)
  }

  answered(source: TrailSource, answer: EvidenceSource): void {
    this.#answers.set(source, answer)
    for (const resolve of this.#waiting) resolve()
  }

  answerOf(source: TrailSource): EvidenceSource | null {
    return this.#answers.get(source) ?? null
  }

  /** When all of them have answered, whatever they said. */
  async whenAnswered(sources: readonly TrailSource[]): Promise<void> {
    const wake = { up: () => {} }
    const next = () => wake.up()
    this.#waiting.add(next)
    while (!sources.every((source) => this.#answers.has(source))) {
      await new Promise<void>((resolve) => {
        wake.up = resolve
      })
    }
    this.#waiting.delete(next)
  }

  /** The record of the issue as the account of the role or user has it. */
  issueOf(credential: TemporaryCredential): CloudTrailEvent | null {
    const named = credential.accessKeyId === '' ? [...this.#issues.values()] : this.#byKey.get(credential.accessKeyId)
    const found = (named ?? []).filter((event) => isIssueOfCredential(event, credential))
    return found.find(({ accountId }) => accountId === credential.of.accountId) ?? found[0] ?? null
  }

  /** The same call as the caller's account has it, with the caller's name. */
  callersRecordOf({ sharedEventId, issued, eventId }: CloudTrailEvent, accountId: string): CloudTrailEvent | null {
    const named = issued === undefined ? [] : (this.#byKey.get(issued.accessKeyId) ?? [])
    const isSame = (event: CloudTrailEvent) =>
      event.sharedEventId !== undefined && event.sharedEventId === sharedEventId
    return named.find((event) => event.eventId !== eventId && event.accountId === accountId && isSame(event)) ?? null
  }

  /** Who asked for sessions of the role, newest first. */
  issuesOf(role: PrincipalIdentity): CloudTrailEvent[] {
    return newestFirst([...this.#issues.values()].filter((event) => isIssueOfRole(event, role)))
  }

  /** Credentials of others that the principal was given, newest first. */
  issuesTo(principal: PrincipalIdentity): CloudTrailEvent[] {
    const given = [...this.#issues.values()].filter((event) => isActivityOf(event, principal) && !isOwnToken(event))
    return newestFirst(given)
  }

  /** Credentials that somebody with one of these keys was given, newest first. */
  issuesWith(accessKeyIds: ReadonlySet<string>): CloudTrailEvent[] {
    return newestFirst([...this.#issues.values()].filter(({ actor }) => accessKeyIds.has(actor.accessKeyId ?? '')))
  }

  hasCallsWith(accessKeyId: string): boolean {
    return this.#callers.has(accessKeyId)
  }
}

function newestFirst(events: readonly CloudTrailEvent[]): CloudTrailEvent[] {
  return [...events].sort(
    (a, b) => Date.parse(b.eventTime) - Date.parse(a.eventTime) || (a.eventId < b.eventId ? -1 : 1),
  )
}
