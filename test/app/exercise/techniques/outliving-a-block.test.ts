import type { RunRecord } from '../../../../exercises/run-record.js'
import { battle, newsOf, resultsOf } from '../../../support/exercises/attacked.js'
import { played } from '../../../support/exercises/played.js'

const surviving = [
  { id: 'mint', does: 'key-minting', with: { otherUser: 'kim', every: '20s' } },
  { id: 'trust', does: 'trust-backdoor', with: { otherRole: 'build-runner', every: '20s' } },
  { id: 'cert', does: 'roles-anywhere-persistence', with: { newRole: 'svc-agents', every: '20s' } },
  { id: 'chain', does: 'role-chaining', with: { otherRole: 'build-runner', every: '20s' } },
]
const calls = [{ service: 's3', action: 'ListBuckets' }]
const further = [
  { id: 'as-minted', does: 'discovery', with: { uses: { step: 'mint', of: 'svc-backup' }, every: '20s' }, at: '30s' },
  { id: 'as-chained', does: 'call-apis', with: { uses: 'chain', calls, every: '20s' }, at: '30s' },
  { id: 'key', does: 'call-apis', with: { calls: [keyFor('oncall')] } },
  { id: 'as-oncall', does: 'call-apis', with: { uses: 'key', calls, every: '20s' } },
  { id: 'as-nobody', does: 'call-apis', with: { uses: { step: 'chain', of: 'nobody' }, calls, every: '20s' } },
]

function keyFor(UserName: string) {
  return { service: 'iam', action: 'CreateAccessKey', parameters: { UserName } }
}

describe('techniques that outlive a block on whoever began them', () => {
  let record: RunRecord

  beforeAll(async () => {
    record = await played(battle({ steps: [...surviving, ...further] }), 'good')
  })

  it.each(surviving)('$does goes on by what it came by, as AWS says', ({ id }) => {
    expect(resultsOf(record, id).at(-1)).not.toBe('stopped')
    expect(record.gains.callsAfterBlock.filter(({ step }) => step === id)).not.toEqual([])
  })

  it('what was made stands, and each credential could still do what AWS lets it', () => {
    const { persistence, couldStill } = record.gains
    const standing = persistence.flatMap(({ what, standing: stands }) => (stands ? [what] : []))
    expect(standing).toEqual(
      expect.arrayContaining([
        ...['user svc-backup', 'access key of svc-backup', 'access key of kim', 'role svc-backup-restore'],
        ...['user svc-deploy', 'trust policy of build-runner', 'role svc-agents'],
        ...['trust anchor build CA', 'profile build agents', 'access key of oncall'],
      ]),
    )
    expect(couldStill).toEqual(
      expect.arrayContaining([
        ...['user/svc-backup', 'user/kim', 'user/oncall', 'assumed-role/build-runner/maintenance'].map(
          (holder) => `iam:CreateUser as ${holder}`,
        ),
        'new sessions of role/svc-agents through the profile build agents',
      ]),
    )
  })

  it.each([
    ['as-minted', 'user/svc-backup'],
    ['as-chained', 'assumed-role/build-runner/maintenance'],
    ['as-oncall', 'user/oncall'],
  ])('a step goes on with the keys that another one came by: %s', (step, holder) => {
    expect(resultsOf(record, step)).toEqual(['begun', 'succeeded'])
    const holders = new Set(record.gains.callsAfterBlock.flatMap((call) => (call.step === step ? [call.by] : [])))
    expect([...holders]).toEqual([expect.stringMatching(new RegExp(`:${holder}$`))])
  })

  it('a step without keys to use is told as denied, once, and the run goes on', () => {
    expect(newsOf(record, 'as-nobody').map(({ result, detail }) => [result, detail])).toEqual([
      ['begun', 'It was added.'],
      ['denied', 'there are no keys of nobody that chain came by'],
    ])
    expect(record.end.kind).not.toBe('failed')
  })

  it('people are told in plain words, and key ids are short', () => {
    const [, made] = newsOf(record, 'mint')
    expect(made?.detail).toMatch(/made user svc-backup; .*made access key AKIA….{4} for user svc-backup/)
    expect(newsOf(record, 'chain')[1]?.detail).toMatch(
      /assumed a role: key ASIA….{4} of assumed-role\/build-runner\/maintenance/,
    )
    expect(newsOf(record, 'cert').map(({ detail }) => detail)).toContainEqual(
      expect.stringContaining('came in by a certificate as role svc-agents'),
    )
    const details = record.events.flatMap((event) => (event.kind === 'ATTACK' ? [event.detail] : []))
    expect(details.filter((detail) => /A[KS]IA[A-Z0-9]{8}/.test(detail))).toEqual([])
  })

  it('what is lost is told once: it goes on as somebody else', () => {
    const lost = newsOf(record, 'mint').filter(({ detail }) => detail.includes('nothing works any more as'))
    expect(lost).toMatchObject([{ result: 'partly', detail: expect.stringContaining('ci-deploy/build-4711') }])
  })
})
