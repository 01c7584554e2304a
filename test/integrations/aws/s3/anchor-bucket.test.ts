import { anchorBucket, type LockedBucket } from '../../../../integrations/aws/s3/anchor-bucket.js'
import { AuditLab, LAB_REALM } from '../../../support/audit/audit-lab.js'

interface Version {
  readonly key: string
  readonly versionId: string
  readonly lastModified: string
  body: string
  readonly retainUntil: Date
}

/** S3 with versions, as far as anchors use it: keys in order, and of one key the newest version first. */
function fakeBucket() {
  const versions: Version[] = []
  let writes = 0
  const add = (key: string, body: string, retainUntil: Date) => {
    writes += 1
    const lastModified = new Date(Date.parse('2026-03-01T00:00:00Z') + writes * 1_000).toISOString()
    versions.push({ key, versionId: `v${writes}`, lastModified, body, retainUntil })
  }
  const bucket: LockedBucket = {
    put: async (key, body, retainUntil) => {
      if (versions.some((version) => version.key === key)) return 'exists'
      add(key, body, retainUntil)
      return 'written'
    },
    listVersions: async (prefix, limit) => {
      const sorted = versions
        .filter(({ key }) => key.startsWith(prefix))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.lastModified < b.lastModified ? 1 : -1))
      return limit === null ? sorted : sorted.slice(0, limit)
    },
    get: async ({ versionId }) => versions.find((version) => version.versionId === versionId)?.body ?? '',
  }
  return { bucket, versions, add }
}

async function anAnchoredLab() {
  const { bucket, versions, add } = fakeBucket()
  const now = () => new Date('2026-03-01T00:00:00Z')
  const sink = anchorBucket({ bucket, bucketName: 'records', prefix: 'tourniquet', retainDays: 365, now })
  const lab = new AuditLab()
  for (let step = 0; step < 30; step += 1) {
    lab.append('inc_1', `${step}`)
    await lab.checkpoint()
    const newest = lab.anchored.at(-1)
    if (newest !== undefined) await sink.write(newest)
  }
  return { lab, sink, versions, add, verify: () => lab.verify([{ ...sink, name: lab.sink.name }]) }
}

describe('anchors in a bucket', () => {
  it('are objects that are locked for as long as configured, and written once', async () => {
    const { lab, sink, versions } = await anAnchoredLab()
    expect(versions.map(({ retainUntil }) => retainUntil.toISOString())).toEqual(
      versions.map(() => '2027-03-01T00:00:00.000Z'),
    )
    const [first] = lab.anchored
    if (first !== undefined) await sink.write(first)
    expect(versions).toHaveLength(30)
  })

  it('cover all but what is newer, with names listed and only the newest read', async () => {
    const { lab, sink, verify } = await anAnchoredLab()
    const { entries } = await sink.read(LAB_REALM)
    expect(entries.filter(({ checkpoint }) => checkpoint !== null).map(({ number }) => number)).toEqual([30])
    expect((await sink.readNewest(LAB_REALM))?.number).toBe(30)
    lab.append('inc_1', 'later')
    expect(await verify()).toMatchObject({ verified: true, localOnly: false, exposedWindow: { records: 1 } })
  })

  it('of which a later version says something else count as they were first', async () => {
    const { versions, add, verify } = await anAnchoredLab()
    const newest = versions.at(-1)
    add(newest?.key ?? '', '{"forged":true}', new Date())
    expect(await verify()).toMatchObject({ verified: true })
  })

  it('that somebody adds under a number of ours are found', async () => {
    const { versions, add, verify } = await anAnchoredLab()
    const name = versions[9]?.key.replace(/[0-9a-f]{64}\.json$/, `${'0'.repeat(64)}.json`) ?? ''
    add(name, '{}', new Date())
    expect(await verify()).toMatchObject({
      verified: false,
      broken: expect.arrayContaining([expect.objectContaining({ seq: 10 })]),
    })
  })

  it('beside which lies something else say so', async () => {
    const { sink, versions, add } = await anAnchoredLab()
    add(`${versions[0]?.key}.bak`, '{}', new Date())
    expect((await sink.read(LAB_REALM)).faults).toEqual([expect.stringMatching(/\.bak that is no checkpoint$/)])
  })

  it('show a database that was rolled back', async () => {
    const { lab, verify } = await anAnchoredLab()
    lab.database.checkpoints = lab.database.checkpoints.slice(0, 20)
    lab.database.acknowledged = lab.database.acknowledged.slice(0, 20)
    expect(await verify()).toMatchObject({
      verified: false,
      broken: [
        { chain: 'checkpoints', seq: 21, reason: expect.stringMatching(/not in the database, which ends at 20/) },
      ],
    })
  })
})
