import { isDenialCode, observeActivity } from '../../../src/containment/observe.js'
import { isUndeniable } from '../../../src/containment/undeniable-calls.js'
import { aCall, applied, byAdmin } from './records.js'
import { aRole, planFor } from './samples.js'

const block = applied(planFor(aRole()))
const nothing = { denied: 0, succeeded: [], inWindow: [], undeniable: [], tampering: [] }
const explicit =
  'User: x is not authorized to perform: s3:ListBuckets with an explicit deny in an identity-based policy'
const implicit =
  'User: x is not authorized to perform: s3:ListBuckets because no identity-based policy allows the action'

describe('calls of a blocked role', () => {
  it('no events are no proof of anything', () => {
    expect(observeActivity([], block)).toEqual(nothing)
  })

  it('what happened before the block does not count', () => {
    expect(observeActivity([aCall({ eventTime: '2026-03-01T09:59:59Z' })], block)).toEqual(nothing)
  })

  it.each(['AccessDenied', 'AccessDeniedException', 'Client.UnauthorizedOperation', 'UnauthorizedOperation'])(
    '%s after the window is a denial',
    (errorCode) => {
      expect(observeActivity([aCall({ errorCode })], block)).toEqual({ ...nothing, denied: 1 })
    },
  )

  it('an error that is no denial proves nothing', () => {
    const events = ['ValidationException', 'NoSuchBucket', 'ThrottlingException'].map((errorCode) =>
      aCall({ errorCode }),
    )
    expect(observeActivity(events, block)).toEqual(nothing)
    expect(isDenialCode('NoSuchEntityException')).toBe(false)
  })

  it('a denial because nothing allowed the call is no proof of our block', () => {
    expect(observeActivity([aCall({ errorCode: 'AccessDenied', errorMessage: implicit })], block)).toEqual(nothing)
  })

  it('within the window only an explicit deny proves enforcement', () => {
    const eventTime = '2026-03-01T10:00:02Z'
    const events = [
      aCall({ eventTime, errorCode: 'AccessDenied', errorMessage: explicit }),
      aCall({ eventTime, errorCode: 'AccessDenied' }),
    ]
    expect(observeActivity(events, block)).toEqual({ ...nothing, denied: 1 })
  })

  it('a success at the end of the window is in it, one second later it violates the block', () => {
    const last = aCall({ eventTime: '2026-03-01T10:00:04Z', eventName: 'CreateUser', eventSource: 'iam.amazonaws.com' })
    const after = aCall({ eventTime: '2026-03-01T10:00:05Z' })
    const seen = observeActivity([after, last], block)
    expect(seen.inWindow.map(({ eventId }) => eventId)).toEqual([last.eventId])
    expect(seen.succeeded).toEqual([{ eventId: after.eventId, eventName: 'ListBuckets', eventTime: after.eventTime }])
  })

  it.each([
    ['sts', 'GetCallerIdentity'],
    ['sts', 'GetSessionToken'],
    ['signin', 'ConsoleLogin'],
  ])('a success of %s:%s is listed as expected, and proves nothing', (service, eventName) => {
    const event = aCall({ eventSource: `${service}.amazonaws.com`, eventName })
    const { eventId, eventTime } = event
    expect(observeActivity([event], block)).toEqual({ ...nothing, undeniable: [{ eventId, eventName, eventTime }] })
    expect(observeActivity([{ ...event, errorCode: 'AccessDenied' }], block)).toEqual(nothing)
  })

  it('only the calls of these services and names are undeniable', () => {
    expect(isUndeniable({ eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole' })).toBe(false)
    expect(isUndeniable({ eventSource: 'evil.amazonaws.com', eventName: 'GetCallerIdentity' })).toBe(false)
  })

  it('assuming the role is not its activity, assuming another role from it is', () => {
    const of = byAdmin({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      requestParameters: { roleArn: block.plan.entity.arn },
    })
    const from = aCall({ eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole' })
    expect(observeActivity([of, from], block).succeeded.map(({ eventId }) => eventId)).toEqual([from.eventId])
  })

  it('the same event delivered twice counts once, in any order', () => {
    const denied = aCall({ errorCode: 'AccessDenied' })
    const success = aCall()
    expect(observeActivity([success, denied, denied, success], block)).toMatchObject({
      denied: 1,
      succeeded: [{ eventId: success.eventId }],
    })
  })

  it('a re-created namesake is another role', () => {
    const actor = { ...aCall().actor, issuerId: 'AROAEXAMPLEANOTHER001', principalId: 'AROAEXAMPLEANOTHER001:build-17' }
    expect(observeActivity([aCall({ actor })], block)).toEqual(nothing)
  })

  it('a session is known by its ARN where the record has nothing else, without regard to case', () => {
    const arn = 'arn:aws:sts::111122223333:assumed-role/CI-Deploy/x'
    expect(observeActivity([aCall({ actor: { arn } })], block).succeeded).toHaveLength(1)
    const elsewhere = arn.replace('111122223333', '444455556666')
    expect(observeActivity([aCall({ actor: { arn: elsewhere } })], block)).toEqual(nothing)
  })
})
