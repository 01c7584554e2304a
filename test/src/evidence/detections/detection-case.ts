import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import type { Detection } from '../../../../src/evidence/detections/detection.js'
import { type DetectionOptions, detectionsOf } from '../../../../src/evidence/detections/detections-of.js'
import { isAtLeast, type Severity } from '../../../../src/evidence/detections/severity.js'
import { anEvent, at, aUser, factsOf } from '../../../support/fixtures/gathered-events.js'

export type Request = NonNullable<CloudTrailEvent['requestParameters']>
export type Call = Omit<CloudTrailEvent, 'eventId'>

/** A change by the user ana at nine. */
export function call(name: string, request: Request = {}, changes: Partial<CloudTrailEvent> = {}): CloudTrailEvent {
  const [service = '', eventName = ''] = name.split(' ')
  return anEvent({
    eventSource: `${service}.amazonaws.com`,
    eventName,
    readOnly: false,
    requestParameters: request,
    ...changes,
  })
}

export function found(
  id: string,
  events: readonly CloudTrailEvent[],
  options: DetectionOptions = {},
): Detection | undefined {
  return detectionsOf(factsOf(events), options).find((detection) => detection.id === id)
}

export interface DetectionCase {
  readonly id: string
  readonly says: string
  readonly fires: () => readonly CloudTrailEvent[]
  readonly severity: Severity
  /** Much the same, and no such detection, or a less grave one. */
  readonly near: () => readonly CloudTrailEvent[]
  /** What the near miss still is at most; null where nothing may be found. */
  readonly nearMost: Severity | null
  /** The records of failures are another rule’s. */
  readonly onlySuccess?: true
}

const service: CloudTrailEvent['actor'] = { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' }

/** What holds for every rule about calls: it fires, misses what is nearly the same, marks attempts, and leaves services alone. */
export function expectCases(cases: readonly DetectionCase[]): void {
  describe.each(cases)('$id: $says', ({ id, fires, severity, near, nearMost, onlySuccess }) => {
    it(`is ${severity}, with its event ids, time and actor`, () => {
      const events = fires()
      const detection = found(id, events)
      expect(detection).toMatchObject({ severity, status: 'succeeded' })
      const ids = events.map(({ eventId }) => eventId)
      expect(detection?.eventIds.length).toBeGreaterThan(0)
      expect(ids).toEqual(expect.arrayContaining([...(detection?.eventIds ?? [])]))
      expect(detection?.technique).toMatch(/^T\d{4}(\.\d{3})?$/)
      expect(detection?.what).not.toBe('')
    })

    it('is less, or nothing, where it is nearly the same', () => {
      const detection = found(id, near())
      if (nearMost === null) expect(detection).toBeUndefined()
      else expect(isAtLeast(nearMost, detection?.severity ?? 'informational')).toBe(true)
    })

    it('is an attempt, and less grave, where every call failed', () => {
      const detection = found(id, fires().map(failed))
      if (onlySuccess === true) {
        expect(detection).toBeUndefined()
        return
      }
      expect(detection?.status).toBe('attempted')
      expect(isAtLeast(detection?.severity ?? 'critical', severity)).toBe(false)
    })

    it('is nobody’s act where a service acts by itself', () => {
      const byService = fires().map((event) => ({ ...event, actor: service }))
      const forUser = fires().map((event) => ({ ...event, actor: { ...event.actor, invokedBy: 'ec2.amazonaws.com' } }))
      expect([found(id, byService), found(id, forUser)]).toEqual([undefined, undefined])
    })
  })
}

/** Denied: the answer and whatever it handed out are gone with it. */
export function failed({ issued: _, created: __, responseElements: ___, ...event }: CloudTrailEvent): CloudTrailEvent {
  return { ...event, errorCode: 'AccessDenied' }
}

export const times = (count: number, make: (n: number) => CloudTrailEvent) =>
  Array.from({ length: count }, (_, n) => make(n))

export const bo = aUser('bo')
export const other = '999988887777'

export function policy(statement: Request): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] })
}

export function trust(principal: Request, condition?: Request): string {
  return policy({
    Action: 'sts:AssumeRole',
    Principal: principal,
    ...(condition === undefined ? {} : { Condition: condition }),
  })
}

/** The same call on twenty days of the month before: a habit, and a baseline long enough. */
export function habitOf(event: CloudTrailEvent): CloudTrailEvent[] {
  return times(20, (n) => ({ ...event, eventId: `${event.eventId}-before-${n}`, eventTime: at(-24 * (n + 2)) }))
}

/** Twenty days of somebody else’s reads: long enough to call things new. */
export function quietBaseline(): CloudTrailEvent[] {
  return habitOf(anEvent({ actor: aUser('someone') }))
}
