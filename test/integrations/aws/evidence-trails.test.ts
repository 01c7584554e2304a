import { connectAwsAccount } from '../../../integrations/aws/aws-account.js'
import type { EvidencePlaces } from '../../../integrations/aws/evidence-trails.js'
import { systemClock } from '../../../integrations/system/system-clock.js'
import { askSources } from '../../../workers/ask-sources.js'
import {
  accountId,
  bucket,
  closeAll,
  closing,
  everything,
  idsIn,
  logGroup,
  manyRecords,
  trailWorld,
} from './trail-world.js'

const places: EvidencePlaces = {
  logGroups: [logGroup],
  bucket: { name: bucket, region: 'us-east-1', prefix: '', organizationId: null },
}
const inTime = { clock: systemClock, budgetMs: 20_000, stopped: new AbortController().signal }
type World = Awaited<ReturnType<typeof trailWorld>>

function connected({ connection }: World, evidence: EvidencePlaces) {
  return closing(connectAwsAccount({ ...connection, accountId, lookupEventsPerSecond: 10_000, evidence }))
}

describe('the places where records of an account can be had', () => {
  afterEach(closeAll)

  it('are asked at once, and tell the same events: each of them counts once', async () => {
    const world = await trailWorld()
    const answers = await askSources(connected(world, places).trails, everything, inTime)
    const ids = answers.map(({ raw }) => [...raw.events].map(({ eventId }) => eventId).sort())

    expect(answers.map(({ source }) => [source.name.split(' (')[0], source.status])).toEqual([
      ['CloudTrail LookupEvents', 'ok'],
      ['CloudWatch Logs Insights', 'ok'],
      ['S3', 'ok'],
    ])
    expect(ids[2]).toEqual(idsIn(world.account))
    expect([...new Set(ids.flat())].sort()).toEqual(idsIn(world.account))
  })

  it('are the event history alone where nothing else is named, and Detective is not asked', async () => {
    const account = connected(await trailWorld([]), {})

    expect(account.trails.map(({ name }) => name)).toEqual(['CloudTrail LookupEvents (us-east-1)'])
    expect(account.detective).toBeNull()
    expect(connected(await trailWorld([]), { detectiveRegion: 'eu-west-1' }).detective?.name).toContain('eu-west-1')
  })

  it('are not all away because one of them is', async () => {
    const world = await trailWorld(manyRecords(30))
    const elsewhere = { name: 'no-such-bucket', region: 'us-east-1', prefix: '', organizationId: null }
    const { trails } = connected(world, { logGroups: ['no-such-group'], bucket: elsewhere })
    const answers = await askSources(trails, everything, inTime)

    expect(answers.map(({ source }) => source.status)).toEqual(['ok', 'failed', 'failed'])
    expect(answers.slice(1).every(({ source }) => source.detail !== undefined)).toBe(true)
  })

  it('with a group in another Region are one search each', async () => {
    const { trails } = connected(await trailWorld([]), {
      logGroups: ['a', `arn:aws:logs:eu-west-1:${accountId}:log-group:b`, 'c'],
    })

    expect(trails.slice(1).map(({ name }) => name)).toEqual([
      'CloudWatch Logs Insights (a, c)',
      `CloudWatch Logs Insights (arn:aws:logs:eu-west-1:${accountId}:log-group:b)`,
    ])
  })

  it('that scan files or logs are not held to the requests that the event history is held to', async () => {
    const world = await trailWorld()
    const answers = await askSources(connected(world, places).trails, { ...everything, maxRequests: 2 }, inTime)

    expect(answers.map(({ source }) => source.status)).toEqual(['truncated', 'ok', 'ok'])
  })
})
