import type { RunRecord } from '../../../../exercises/run-record.js'
import { battle, byOncall, newsOf, resultsOf } from '../../../support/exercises/attacked.js'
import { played } from '../../../support/exercises/played.js'

const ended = [
  { id: 'theft', does: 'instance-credential-theft', with: { every: '1s' } },
  { id: 'look', does: 'discovery', with: { every: '1s', callsPerStep: 1 } },
  { id: 'loot', does: 'exfiltration', with: { every: '1s', bucket: 'customer-data', objectsPerStep: 1 } },
  { id: 'grow', does: 'self-escalation', with: { every: '1s', policyName: 'upkeep' } },
  { id: 'blind', does: 'trail-tampering', with: { every: '1s' } },
]
/** The metadata of another role's instance goes on giving, whatever becomes of the sessions that it gave. */
const metadata = {
  id: 'metadata',
  does: 'instance-credential-theft',
  with: { role: 'build-runner', keepsReading: true, rotatesAfterMinutes: 1, every: '5s' },
}

function deny(name: string, condition: object) {
  const Statement = [{ Effect: 'Deny', Action: '*', Resource: '*', ...condition }]
  return {
    RoleName: 'build-runner',
    PolicyName: name,
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  }
}

const older = { Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-03-01T10:01:25Z' } } }

describe('techniques that a block ends', () => {
  let record: RunRecord

  beforeAll(async () => {
    const injects = [
      byOncall('30s', 'PutRolePolicy', deny('AWSRevokeOlderSessions', older)),
      byOncall('2m', 'PutRolePolicy', deny('DenyAll', {})),
    ]
    record = await played(battle({ steps: [...ended, metadata], injects }), 'good')
  })

  it.each(ended)('$does succeeds before, and is stopped when the block is enforced, not when IAM answers', ({ id }) => {
    const results = resultsOf(record, id)
    expect(['succeeded', 'partly']).toContain(results[1])
    expect(results.at(-1)).toBe('stopped')
    const stoppedAtMs = newsOf(record, id).at(-1)?.atMs ?? 0
    const { blockedAtMs, callsAfterBlock } = record.gains
    // Enforcement takes 4 s from IAM's answer: what went by the answer would be stopped that much earlier.
    expect(stoppedAtMs - (blockedAtMs ?? 0)).toBeGreaterThanOrEqual(0)
    expect(stoppedAtMs - (blockedAtMs ?? 0)).toBeLessThan(1_000)
    expect(callsAfterBlock.filter(({ step }) => step === id)).toEqual([])
  })

  it('credentials of an instance end with older sessions, are had anew by whoever reads its metadata, and end with a deny', () => {
    expect(resultsOf(record, 'metadata')).toEqual(['begun', 'succeeded', 'stopped', 'succeeded', 'stopped'])
    expect(newsOf(record, 'metadata')[3]?.detail).toMatch(
      /has new credentials: key ASIA….{4} of assumed-role\/build-runner\/i-0/,
    )
    expect(record.gains.couldStill).toEqual([])
  })

  it('what was made stands, and what was done is told in plain words', () => {
    expect(record.gains.persistence).toContainEqual(
      expect.objectContaining({ what: 'policy upkeep of ci-deploy', step: 'grow', standing: true }),
    )
    expect(newsOf(record, 'grow')[1]?.detail).toContain('wrote policy upkeep on role ci-deploy')
    expect(newsOf(record, 'blind')[1]?.detail).toContain('stopped trail audit')
    expect(newsOf(record, 'loot')[1]?.detail).toContain('read objects of bucket customer-data')
    expect(newsOf(record, 'look')[1]?.detail).toMatch(/^called /)
  })
})
