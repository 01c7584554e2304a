import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { ttpsObserved } from '../../../../src/evidence/indicators/ttps-observed.js'
import { anEvent, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { inputOf } from '../../../support/fixtures/indicator-input.js'

function call(eventName: string, changes: Partial<CloudTrailEvent> = {}, service = 'iam'): CloudTrailEvent {
  return anEvent({ eventSource: `${service}.amazonaws.com`, eventName, readOnly: false, ...changes })
}

function rowsOf(events: readonly CloudTrailEvent[]) {
  return ttpsObserved(inputOf(events)).sightings.map(({ technique, severity, detail, eventIds }) => ({
    ...detail,
    technique,
    severity,
    eventIds,
  }))
}

describe('techniques observed', () => {
  it('are counted by API and address, successes apart from failures', () => {
    const events = [
      call('CreateAccessKey'),
      call('CreateAccessKey', { errorCode: 'AccessDenied' }),
      call('CreateAccessKey', { errorCode: 'LimitExceeded' }),
      call('CreateAccessKey', { sourceIp: '203.0.113.9' }),
    ]
    expect(rowsOf(events)).toEqual([
      expect.objectContaining({
        ipAddress: '198.51.100.7',
        apiName: 'iam:CreateAccessKey',
        apiSuccessCount: 1,
        apiFailureCount: 2,
        technique: 'T1098.001',
        eventIds: events.slice(0, 3).map(({ eventId }) => eventId),
      }),
      expect.objectContaining({
        ipAddress: '203.0.113.9',
        apiSuccessCount: 1,
        apiFailureCount: 0,
        eventIds: [events[3]?.eventId],
      }),
    ])
  })

  it('name their tactic and technique as ATT&CK does', () => {
    expect(ttpsObserved(inputOf([call('StopLogging', {}, 'cloudtrail')])).sightings).toMatchObject([
      {
        severity: 'HIGH',
        technique: 'T1562.008',
        tactic: 'defense-evasion',
        detail: { tactic: 'Defense Evasion', technique: 'Impair Defenses: Disable or Modify Cloud Logs' },
      },
    ])
  })

  it('weigh less where every call failed, and the same where one did not', () => {
    const failed = call('StopLogging', { errorCode: 'AccessDenied' }, 'cloudtrail')
    expect(rowsOf([failed])[0]?.severity).toBe('MEDIUM')
    expect(rowsOf([failed, call('StopLogging', {}, 'cloudtrail')])[0]?.severity).toBe('HIGH')
  })

  it('take the versions of one API together', () => {
    const events = [
      call('UpdateFunctionCode20150331', {}, 'lambda'),
      call('UpdateFunctionCode20150331v2', {}, 'lambda'),
    ]
    expect(rowsOf(events)).toMatchObject([
      { apiName: 'lambda:UpdateFunctionCode', apiSuccessCount: 2, eventIds: events.map(({ eventId }) => eventId) },
    ])
  })

  it('are of this actor and this scope alone', () => {
    const others = [
      call('CreateUser', { actor: aUser('bo') }),
      call('CreateUser', { eventTime: at(-30) }),
      call('CreateTags', {}, 'ec2'),
    ]
    expect(ttpsObserved(inputOf(others))).toMatchObject({ sightings: [], otherwise: { status: 'notObserved' } })
  })

  it('count records without an address, under none', () => {
    const { sourceIp: _, ...withoutAddress } = call('CreateUser')
    expect(rowsOf([withoutAddress, call('CreateUser')])).toMatchObject([
      { ipAddress: null, apiSuccessCount: 1, eventIds: [withoutAddress.eventId] },
      { ipAddress: '198.51.100.7', apiSuccessCount: 1 },
    ])
  })

  it('name events of the address, also behind many of another one and among many other calls', () => {
    const many = Array.from({ length: 30 }, () => anEvent())
    const late = anEvent({ eventTime: at(12), sourceIp: '203.0.113.9' })
    expect(rowsOf([...many, late])).toMatchObject([
      { ipAddress: '198.51.100.7' },
      { ipAddress: '203.0.113.9', eventIds: [late.eventId] },
    ])
    const hidden = Array.from({ length: 30 }, (_, at9) =>
      anEvent({
        eventTime: at(12 + (at9 - 15) / 60),
        sourceIp: '203.0.113.9',
        eventName: at9 === 15 ? 'DescribeVpcs' : 'DescribeTags',
      }),
    )
    const vpcs = Array.from({ length: 10 }, () => anEvent({ eventName: 'DescribeVpcs' }))
    const { sightings } = ttpsObserved(inputOf([...vpcs, ...hidden]))
    const found = sightings.find(
      ({ detail }) => detail.apiName === 'ec2:DescribeVpcs' && detail.ipAddress === '203.0.113.9',
    )
    expect(found?.eventIds).toEqual([hidden[15]?.eventId])
    expect(found?.reason).not.toMatch(/any address/)
  })

  it('say so where no event without an address is known', () => {
    const { sourceIp: _, ...withoutAddress } = anEvent({ eventTime: at(12) })
    const many = Array.from({ length: 10 }, () => anEvent())
    const { sightings } = ttpsObserved(inputOf([...many, withoutAddress]))
    const unknown = sightings.find(({ detail }) => detail.ipAddress === null)
    expect(unknown?.reason).toMatch(/the events named are of this call from any address/)
    expect(unknown?.eventIds).toEqual(many.map(({ eventId }) => eventId))
  })

  it('keep the gravest of very many, and say how many are left', () => {
    const quiet = Array.from({ length: 600 }, (_, host) => anEvent({ sourceIp: `10.0.${host >> 8}.${host & 255}` }))
    const { sightings, gaps } = ttpsObserved(inputOf([...quiet, call('DeleteTrail', {}, 'cloudtrail')]))
    expect([sightings.length, sightings[0]?.detail.apiName]).toEqual([500, 'cloudtrail:DeleteTrail'])
    expect(gaps.join()).toMatch(/101 more pairs/)
  })
})
