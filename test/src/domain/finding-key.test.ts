import { dedupKey } from '../../../src/domain/finding.js'
import { findingKey, guardDutyPlace } from '../../../src/domain/finding-key.js'
import { aFinding } from '../../support/fixtures/findings.js'

const arn =
  'arn:aws:guardduty:eu-central-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0/finding/16b9c9f7d8e4a2'
const sent = (changes: Partial<Parameters<typeof findingKey>[0]> = {}) =>
  findingKey({ source: 'guardduty', sourceId: '16b9c9f7d8e4a2', trusted: true, ...changes })

describe('what a finding is called', () => {
  it('is the same by GuardDuty itself and by Security Hub, which names it by its ARN', () => {
    expect(sent({ source: 'security-hub', sourceId: arn })).toBe(sent())
  })

  it('is never the name of another finding, of another source, or of one that could have been forged', () => {
    const others = [
      sent({ sourceId: '16b9c9f7d8e4a3' }),
      sent({ source: 'splunk' }),
      sent({ source: 'security-hub', sourceId: arn.replace('e4a2', 'e4a9') }),
      sent({ source: 'security-hub', sourceId: '16b9c9f7d8e4a2' }),
      sent({ source: 'security-hub', sourceId: arn, trusted: false }),
      sent({ trusted: false }),
    ]
    expect(others).not.toContain(sent())
    expect(new Set(others).size).toBe(others.length)
  })

  it.each([
    'arn:aws:iam::111122223333:role/detector/x/finding/y',
    arn.replace('arn:aws:', 'arn:awsome:'),
    arn.replace('eu-central-1', 'evil.example.com'),
    arn.replace('111122223333', '11112222333'),
    arn.replace('/finding/', '/findings/'),
    `${arn}\n`,
    `${arn}/../x`,
    '',
  ])('is no place in GuardDuty: %j', (text) => {
    expect(guardDutyPlace(text)).toBeNull()
  })

  it('says in which account, Region and detector it is kept', () => {
    expect(guardDutyPlace(arn)).toEqual({
      partition: 'aws',
      region: 'eu-central-1',
      accountId: '111122223333',
      detectorId: '12abc34d567e8fa901bc2d34e56789f0',
      findingId: '16b9c9f7d8e4a2',
    })
  })
})

describe('two deliveries', () => {
  it('are one where they are the same update, however its time is written', () => {
    const one = aFinding({ updatedAt: '2026-03-01T09:31:00Z' })
    expect(dedupKey(aFinding({ updatedAt: '2026-03-01T09:31:00.000Z' }))).toBe(dedupKey(one))
    expect(dedupKey(aFinding({ updatedAt: '2026-03-01T09:31:01Z' }))).not.toBe(dedupKey(one))
  })
})
