import { battle, byOncall, newsOf } from '../../../support/exercises/attacked.js'
import { played } from '../../../support/exercises/played.js'

describe('techniques that race the enforcement of a block', () => {
  it('deny-removal takes a block away before it is enforced; one that is put again without it is enforced and bites', async () => {
    const calls = [{ service: 's3', action: 'ListBuckets' }]
    const steps = [
      { id: 'strip', does: 'deny-removal', with: { for: '177s' } },
      { id: 'work', does: 'call-apis', with: { calls, every: '1s' } },
    ]
    const record = await played(battle({ steps }), 'good')
    const blockingAtMs = record.events.find((event) => event.kind === 'STATE' && event.to === 'blocking')?.atMs ?? 0
    const removed = newsOf(record, 'strip').find(({ detail }) => /took policy .* away from role ci-deploy/.test(detail))
    expect(removed?.atMs).toBeLessThan(blockingAtMs + 4_000)
    const { blockedAtMs } = record.gains
    expect(blockedAtMs).toBeGreaterThan(blockingAtMs + 4_000)
    const work = newsOf(record, 'work')
    expect(work.map(({ result }) => result)).toEqual(['begun', 'succeeded', 'stopped'])
    expect((work[2]?.atMs ?? 0) - (blockedAtMs ?? 0)).toBeGreaterThanOrEqual(0)
    expect((work[2]?.atMs ?? 0) - (blockedAtMs ?? 0)).toBeLessThan(1_000)
  })

  it('a federation token outlives its key, and not a deny on its user; a deny on a group is walked out of', async () => {
    const denyAll = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
    })
    const exercise = battle({
      holds: { user: 'kim' },
      steps: [
        { id: 'leave', does: 'group-exit' },
        { id: 'token', does: 'federation-survival', with: { every: '30s' } },
      ],
      injects: [
        byOncall('20s', 'PutGroupPolicy', { GroupName: 'staff', PolicyName: 'DenyAll', PolicyDocument: denyAll }),
        byOncall('40s', 'UpdateAccessKey', {
          UserName: 'kim',
          AccessKeyId: 'AKIAEXAMPLEKEY000000',
          Status: 'Inactive',
        }),
      ],
    })
    const record = await played(exercise, 'good')
    expect(newsOf(record, 'leave').map(({ detail }) => detail)).toContainEqual(
      expect.stringContaining('took user kim out of group staff'),
    )
    const token = newsOf(record, 'token')
    expect(token.map(({ result }) => result)).toEqual(['begun', 'succeeded', 'partly', 'stopped'])
    expect(token[2]).toMatchObject({ detail: expect.stringContaining('nothing works any more as user/kim') })
    expect(token[2]?.atMs).toBe(70_000)
    expect(token[3]?.atMs).toBeGreaterThanOrEqual(record.gains.blockedAtMs ?? Number.POSITIVE_INFINITY)
    expect(record.gains.couldStill).toEqual([])
  })
})
