import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { account, at } from '../../../support/fixtures/gathered-events.js'
import { bo, call, failed, found } from './detection-case.js'
import { foundInDays } from './found-in-days.js'

const id = 'several-watchers-silenced'
const trail = (more: Partial<CloudTrailEvent> = {}) => call('cloudtrail StopLogging', { name: 'audit' }, more)
const detector = (more: Partial<CloudTrailEvent> = {}) => call('guardduty DeleteDetector', { detectorId: 'd' }, more)

describe('the trail and another watcher', () => {
  it.each([
    ['GuardDuty', detector()],
    ['Config', call('config StopConfigurationRecorder', { configurationRecorderName: 'default' })],
    ['the flow logs', call('ec2 DeleteFlowLogs', { DeleteFlowLogsRequest: { FlowLogId: 'fl-1' } })],
  ])('silenced by one hand are critical: %s', (_title, other) => {
    const stop = trail()
    expect(found(id, [stop, other])).toMatchObject({
      severity: 'critical',
      status: 'succeeded',
      actorKeys: [`user:${account}:ana`],
      eventIds: expect.arrayContaining([stop.eventId, other.eventId]),
    })
  })

  it.each([
    ['one of them alone', [trail(), trail()]],
    ['watchers without the trail', [detector(), call('config StopConfigurationRecorder', {})]],
    ['two hands', [trail(), detector({ actor: bo })]],
    ['what was not let', [trail(), failed(detector())]],
    ['what only narrows', [call('cloudtrail UpdateTrail', { name: 'a', isMultiRegionTrail: false }), detector()]],
  ])('are no such thing for %s', (_title, events) => {
    expect(found(id, events)).toBeUndefined()
  })

  it('are no such thing weeks apart', () => {
    expect(foundInDays(id, [trail(), detector({ eventTime: at(9 + 47) })])?.severity).toBe('critical')
    expect(foundInDays(id, [trail(), detector({ eventTime: at(9 + 49) })])).toBeUndefined()
  })
})
