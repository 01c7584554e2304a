import { readBase } from '../../../support/finding-case.js'
import { editedAll } from '../../../support/findings/edited.js'
import {
  asffFinding,
  attackSequence,
  elasticBody,
  genericFinding,
  investigation,
  ocsfFinding,
  securityHubEvent,
  snsNotification,
  splunkAlert,
} from '../../../support/findings/examples.js'
import { judged, outcome, taken } from '../../../support/findings/judged.js'

const { payload: guardDutyEvent } = readBase('guardduty')
const lambda = (...messages: readonly unknown[]) => ({
  Records: messages.map((Sns) => ({ EventSource: 'aws:sns', EventVersion: '1.0', Sns })),
})

describe('a message of SNS', () => {
  it.each([
    ['a GuardDuty event', guardDutyEvent, 'guardduty'],
    ['a bare GuardDuty finding', guardDutyEvent.detail, 'guardduty'],
    ['an attack sequence', attackSequence, 'guardduty'],
    ['a Security Hub event', securityHubEvent([asffFinding]), 'security-hub'],
    [
      "an event of Security Hub's second version",
      securityHubEvent([ocsfFinding], 'Findings Imported V2'),
      'security-hub',
    ],
    ['a bare Security Hub finding', asffFinding, 'security-hub'],
    ['a list of them', { Findings: [asffFinding] }, 'security-hub'],
    ['a bare OCSF finding', ocsfFinding, 'security-hub'],
    ['an investigation', investigation, 'detective'],
  ])('holds %s, which is judged by its own parser', (_what, inside, source) => {
    expect(taken('sns', snsNotification(inside))).toMatchObject({
      source,
      principal: { type: 'role', name: 'ci-deploy' },
    })
  })

  it('gives what its parser gives', () => {
    const event = securityHubEvent([asffFinding])
    expect(judged('sns', snsNotification(event))).toEqual(judged('security-hub', event))
  })

  it('may be as Lambda is handed it, several in one', () => {
    const broken = snsNotification('{')
    expect(
      judged('sns', lambda(snsNotification(guardDutyEvent), broken, snsNotification(investigation))),
    ).toMatchObject({
      findings: [{ source: 'guardduty' }, { source: 'detective' }],
      skipped: [{ kind: 'malformed' }],
    })
  })

  it.each<[string, unknown, RegExp]>([
    [
      'that asks to confirm a subscription',
      { ...snsNotification('{}'), Type: 'SubscriptionConfirmation', Token: 'x', SubscribeURL: 'http://192.0.2.1/' },
      /no address in it is visited/,
    ],
    [
      'that asks to confirm the end of one',
      { ...snsNotification('{}'), Type: 'UnsubscribeConfirmation' },
      /no address in it is visited/,
    ],
    ['of another type', { ...snsNotification('{}'), Type: 'Hello' }, /"Hello"/],
    ['with a text inside', snsNotification('Hello from SNS!'), /is a text/],
    ['with nothing inside', snsNotification(''), /is a text/],
    ['with an event of another service', snsNotification({ source: 'aws.s3', detail: {} }), /none of the services/],
    ['with an alarm inside', snsNotification({ AlarmName: 'x', NewStateValue: 'ALARM' }), /none of the services/],
    ['with a message of SNS inside', snsNotification(snsNotification(guardDutyEvent)), /none of the services/],
    ["with another product's alert inside", snsNotification(splunkAlert), /none of the services/],
    ['with an Elastic body inside', snsNotification(elasticBody), /none of the services/],
    ['with a finding of our own form inside', snsNotification(genericFinding), /none of the services/],
    ['that is none', guardDutyEvent, /not a message of SNS/],
    [
      'of records that are of another service',
      { Records: [{ eventSource: 'aws:s3', s3: {} }] },
      /not a message of SNS/,
    ],
  ])('%s is not ours', (_which, payload, reason) => {
    expect(outcome('sns', payload)).toMatch(/^notOurs: /)
    expect(outcome('sns', payload)).toMatch(reason)
  })

  it('is refused where what is inside is damaged, with the reason of its parser', () => {
    const damaged = editedAll(guardDutyEvent, { 'detail > accountId': 'x' })
    expect(outcome('sns', snsNotification(damaged))).toMatch(
      /^malformed: The GuardDuty finding cannot be read: accountId/,
    )
    expect(outcome('sns', { Records: [] })).toMatch(/^malformed/)
    expect(outcome('sns', lambda(...Array(101).fill({})))).toMatch(/^malformed: .*more than 100/)
  })
})
