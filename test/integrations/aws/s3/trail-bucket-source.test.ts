import { S3TrailSource } from '../../../../integrations/aws/s3/trail-bucket-source.js'
import { dayFolders, deliveredAtMs } from '../../../../integrations/aws/s3/trail-layout.js'
import {
  accountId,
  bucket,
  closeAll,
  closing,
  everything,
  idsIn,
  instantPace,
  manyRecords,
  readFrom,
  recordAt,
  trailWorld,
} from '../trail-world.js'

afterEach(closeAll)

type World = Awaited<ReturnType<typeof trailWorld>>
type Options = Partial<ConstructorParameters<typeof S3TrailSource>[0]>

function sourceOf({ connection }: World, options: Options = {}): S3TrailSource {
  const common = { connection, region: 'us-east-1', bucket, accountIds: [accountId], pace: instantPace() }
  return closing(new S3TrailSource({ ...common, ...options }))
}

/** Two Regions. */
const records = manyRecords().map((record, index) => ({
  ...record,
  awsRegion: index % 4 === 0 && index < 230 ? 'eu-west-1' : 'us-east-1',
}))

describe('the log files of a trail as a source', () => {
  it('hands every record of the window over once, of every Region that has files', async () => {
    const world = await trailWorld(
      manyRecords()
        .slice(0, 230)
        .concat(recordAt(9 * 3600, 300, { awsRegion: 'eu-west-1' })),
    )
    const { ids, report } = await readFrom(sourceOf(world), everything)
    expect(ids).toEqual(idsIn(world.account))
    expect(report).toMatchObject({ status: 'ok', coverage: { regions: ['eu-west-1', 'us-east-1'], gaps: [] } })
  })

  it('reads the Regions that are asked for', async () => {
    const world = await trailWorld([recordAt(9 * 3600, 1), recordAt(9 * 3600, 2, { awsRegion: 'eu-west-1' })])
    const { ids } = await readFrom(sourceOf(world), { ...everything, regions: ['eu-west-1'] })
    expect(ids).toHaveLength(1)
  })

  it('empty pages, throttling, broken connections and slow answers lose nothing', async () => {
    const world = await trailWorld(records, { emptyPages: true })
    const { account } = world
    account.injectFault({ operation: 's3:ListObjectsV2', error: { code: 'SlowDown', status: 503 }, times: 2 })
    account.injectFault({ operation: 's3:GetObject', error: { code: 'SlowDown', status: 503 }, times: 4 })
    account.injectFault({ operation: 's3:GetObject', when: 'after', error: 'reset', times: 4 })
    account.injectFault({ operation: 's3:GetObject', error: { latencyMs: 80 }, times: 4 })
    const { ids, report } = await readFrom(sourceOf(world), everything)
    expect(report.detail).toBeUndefined()
    expect(ids).toEqual(idsIn(account))
  })

  it('a record that was delivered on the next day is found in that folder', async () => {
    const query = { ...everything, from: '2026-03-01T23:00:00Z', to: '2026-03-01T23:59:59Z' }
    const late = recordAt(24 * 3600 - 30, 1)
    const world = await trailWorld([late], { trailDeliveryLagMs: 300_000 })
    const { ids } = await readFrom(sourceOf(world), query)
    expect(ids).toEqual([late.eventID])
  })

  it('files of other hours are not read', async () => {
    const world = await trailWorld([recordAt(1 * 3600, 1), recordAt(9 * 3600, 2), recordAt(23 * 3600, 3)])
    const { ids } = await readFrom(sourceOf(world), everything)
    expect(ids).toHaveLength(1)
    expect(world.account.calls().filter(({ operation }) => operation === 's3:GetObject')).toHaveLength(1)
  })

  it('credentials that end in the middle leave what was read, and say how much is missing', async () => {
    const world = await trailWorld(records)
    const error = { code: 'ExpiredToken', status: 400 }
    let files = 0
    const take = () => {
      files += 1
      if (files === 3) world.account.injectFault({ operation: 's3:GetObject', error, times: 100 })
    }
    const { signal } = new AbortController()
    const report = await sourceOf(world, { concurrency: 2 }).read(everything, take, { signal, onProgress: () => {} })
    expect(report.status).toBe('truncated')
    expect(report.events).toBeGreaterThan(0)
    expect(report.detail).toMatch(/ExpiredToken/)
    expect(report.coverage?.gaps.join()).toMatch(/\d+ of \d+ files were not read/)
  })

  it('a file that is gone is a gap, and the others are read', async () => {
    const world = await trailWorld(records)
    world.account.injectFault({ operation: 's3:GetObject', error: { code: 'NoSuchKey', status: 404 } })
    const { report } = await readFrom(sourceOf(world), everything)
    expect(report.status).toBe('truncated')
    expect(report.coverage?.gaps.join()).toMatch(/1 of \d+ files were not read/)
  })

  it('never has more requests under way than it was told', async () => {
    let underWay = 0
    let most = 0
    const world = await trailWorld(records, {
      beforeCall: async ({ operation }) => {
        if (operation !== 'GetObject') return
        underWay += 1
        most = Math.max(most, underWay)
        await new Promise((resolve) => setTimeout(resolve, 5))
        underWay -= 1
      },
    })
    await readFrom(sourceOf(world, { concurrency: 3 }), everything)
    expect(most).toBe(3)
  })

  it('stops at its limit of requests and on an abort', async () => {
    const world = await trailWorld(records)
    const limited = await readFrom(sourceOf(world), { ...everything, maxRequests: 6 })
    expect(limited.report).toMatchObject({ status: 'truncated', requests: 6 })
    const aborted = await readFrom(sourceOf(world), everything, AbortSignal.abort())
    expect(aborted.report).toMatchObject({ status: 'failed', requests: 0 })
  })

  it('a bucket that is not ours to read is a failure with its reason', async () => {
    const world = await trailWorld(records)
    world.account.injectFault({ operation: 's3:*', error: { code: 'AccessDenied', status: 403 }, times: 9 })
    const { report } = await readFrom(sourceOf(world), everything)
    expect(report).toMatchObject({ status: 'failed', events: 0 })
    expect(report.detail).toContain('AccessDenied')
  })

  it('a folder without any log file is a failure that names it, and never "nothing happened"', async () => {
    const world = await trailWorld(records)
    const { report } = await readFrom(sourceOf(world, { prefix: 'elsewhere' }), everything)
    expect(report).toMatchObject({ status: 'failed', events: 0 })
    expect(report.detail).toBe(`no log files of these days under elsewhere/AWSLogs/${accountId}/CloudTrail/`)
  })

  it('the estimate counts the files, and reads none', async () => {
    const world = await trailWorld(records)
    const estimate = await sourceOf(world).estimate(everything)
    expect(estimate?.advice).toBeNull()
    expect(estimate?.requests).toBeGreaterThan(20)
    expect(world.account.calls().filter(({ operation }) => operation === 's3:GetObject')).toEqual([])
  })
})

describe('the layout of a trail', () => {
  it('has a folder a day, newest first, the days of both ends included', () => {
    expect(dayFolders(Date.parse('2026-02-28T23:59:59Z'), Date.parse('2026-03-01T00:00:00Z'))).toEqual([
      '2026/03/01/',
      '2026/02/28/',
    ])
    expect(dayFolders(Date.parse('2026-03-01T00:00:00Z'), Date.parse('2026-03-01T05:00:00Z'))).toEqual(['2026/03/01/'])
  })

  it('tells log files from digests and whatever else lies there', () => {
    const folder = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/01/'
    const name = '111122223333_CloudTrail_us-east-1_20260301T1005Z_aBcDeFgHiJkLmNoP.json.gz'
    expect(deliveredAtMs(folder + name)).toBe(Date.parse('2026-03-01T10:05:00Z'))
    expect(deliveredAtMs(folder + name.replace('_CloudTrail_', '_CloudTrail-Digest_'))).toBeNull()
    expect(deliveredAtMs(`${folder}notes.txt`)).toBeNull()
  })
})
