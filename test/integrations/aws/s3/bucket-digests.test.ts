import { objectsIn } from '../../../../simulated-aws/operations/s3/stored-objects.js'
import { digestDoubts } from '../../../../src/evidence/digest-coverage.js'
import { bucket, closeAll, everything, readFrom } from '../trail-world.js'
import { change, checked, forge, keyOf, sourceOf, validatedWorld, type World } from './validated-trail.js'

afterEach(closeAll)

const hash = /"hashValue":"[0-9a-f]+"/

describe('log files in S3 are held against the digest files beside them', () => {
  it('as CloudTrail left them, each is vouched for by a valid signature in an unbroken chain', async () => {
    const { report, digests, ids } = await checked(await validatedWorld())
    expect(ids).toHaveLength(5)
    expect(report).toMatchObject({ status: 'ok', coverage: { gaps: [] } })
    expect(digests).toMatchObject({
      files: { changed: 0, missing: 0, notCovered: 0, pending: 0 },
      breaks: [],
      signatures: { invalid: 0, keyUnknown: 0, notChecked: 0 },
      unchecked: null,
    })
    expect(digests.files.covered).toBeGreaterThan(5)
    expect(digests.signatures.valid).toBe(digests.digests)
    expect(digests.statement).toMatch(/Each digest follows on the one before it; of their signatures \d+ are valid\.$/)
  })

  it('costs as many requests as the estimate says, digest files and keys included', async () => {
    const world = await validatedWorld()
    const estimate = await sourceOf(world).estimate(everything)
    expect((await checked(world)).report.requests).toBe(estimate?.requests)
  })

  it('reads no log file twice for it', async () => {
    const world = await validatedWorld()
    await checked(world)
    const read = world.account.calls().filter(({ operation }) => operation === 's3:GetObject')
    const { digests } = await checked(world)
    expect(read).toHaveLength(digests.digests + digests.files.covered)
  })

  it('one that was changed is named, and its records are handed over all the same', async () => {
    const world = await validatedWorld()
    const key = keyOf(world, 'T0915Z')
    change(world, key, (text) => text.replace('192.0.2.', '198.51.100.'))
    const { digests, ids } = await checked(world)
    expect(ids).toHaveLength(5)
    expect(digests).toMatchObject({ changed: [key], files: { changed: 1, missing: 0 }, breaks: [] })
    expect(digests.statement).toContain('1 not (CHANGED)')
  })

  it('one that was deleted is named, and the evidence has a gap', async () => {
    const world = await validatedWorld()
    const key = keyOf(world, 'T0915Z')
    change(world, key, undefined)
    const { digests, report } = await checked(world)
    expect(digests).toMatchObject({ missing: [key], files: { changed: 0, missing: 1 } })
    expect(report).toMatchObject({ status: 'truncated' })
    expect(report.coverage?.gaps).toEqual(['1 log files that CloudTrail delivered are gone from the bucket'])
  })

  it('all of a Region that were deleted are missing, although no folder is left of them', async () => {
    const world = await validatedWorld()
    const key = keyOf(world, 'T0920Z', 'eu-west-1')
    change(world, key, undefined)
    expect((await checked(world)).digests).toMatchObject({ missing: [key] })
  })

  it('one that can no longer be unzipped is changed', async () => {
    const world = await validatedWorld()
    const key = keyOf(world, 'T0915Z')
    const bytes = Buffer.from([0x1f, 0x8b, 1, 2, 3])
    world.account.account.changedObjects.set(`trail-logs/${key}`, { bytes, metadata: {} })
    expect((await checked(world)).digests).toMatchObject({ changed: [key] })
  })

  it('one that somebody put there is vouched for by nobody', async () => {
    const world = await validatedWorld()
    const planted = keyOf(world, 'T0915Z').replace(/_\w{16}\.json/, '_PLANTEDPLANTED00.json')
    change(world, planted, () => '{"Records":[]}')
    expect((await checked(world)).digests).toMatchObject({ notCovered: [planted], files: { notCovered: 1 } })
  })

  it('a file that could not be read is not called missing', async () => {
    const world = await validatedWorld()
    const error = { code: 'ExpiredToken', status: 400 }
    let files = 0
    const take = () => {
      files += 1
      if (files === 2) world.account.injectFault({ operation: 's3:GetObject', error, times: 1 })
    }
    const { signal } = new AbortController()
    const source = sourceOf(world, { concurrency: 1 })
    const { digests, status } = await source.read(everything, take, { signal, onProgress: () => {} })
    expect(status).toBe('truncated')
    expect(digests?.files).toMatchObject({ missing: 0, changed: 0 })
  })
})

describe('the chain of digest files in S3', () => {
  it('without one of them is broken there, and its logs are vouched for by nobody', async () => {
    const world = await validatedWorld()
    const key = keyOf(world, 'T100000Z')
    change(world, key, undefined)
    const { digests, report } = await checked(world)
    expect(digests.breaks).toEqual([`no digests between ${keyOf(world, 'T090000Z')} and ${keyOf(world, 'T110000Z')}`])
    expect(digests.notCovered).toEqual([keyOf(world, 'T0915Z')])
    expect(report.status).toBe('ok')
  })

  it.each([
    ['the first ones of the window', ['T080000Z', 'T090000Z'], /T090000Z.* is not here, on which .*T100000Z/],
    [
      'the newest ones',
      [10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((hour) => `T${hour}0000Z`),
      /after 2026-03-01T09:00:00Z: .* or they were deleted/,
    ],
  ])('tells that %s are gone', async (_title, stamps, says) => {
    const world = await validatedWorld()
    for (const stamp of stamps) change(world, keyOf(world, stamp), undefined)
    const { digests } = await checked(world)
    expect(digests.breaks).toEqual(expect.arrayContaining([expect.stringMatching(says)]))
  })

  it('one that was rewritten for a changed log and signed by another key vouches for nothing', async () => {
    const world = await validatedWorld()
    const [log, key] = [keyOf(world, 'T0915Z'), keyOf(world, 'T100000Z')]
    change(world, log, (text) => text.replace('192.0.2.', '198.51.100.'))
    forge(world, key, (text) => text.replace(hash, `"hashValue":"${'0'.repeat(64)}"`))
    const { digests } = await checked(world)
    expect(digests.signatures).toMatchObject({ keyUnknown: 1, invalid: 0 })
    expect(digests.notCovered).toEqual([log])
    expect(digests.breaks).toEqual([`${key} is not the digest that ${keyOf(world, 'T110000Z')} follows on`])
    expect(digests.statement).toContain('1 of an UNKNOWN KEY')
  })

  it("one that claims CloudTrail's own key has an invalid signature", async () => {
    const world = await validatedWorld()
    forge(world, keyOf(world, 'T100000Z'), (text) => text.replace(hash, `"hashValue":"${'0'.repeat(64)}"`), '')
    const { digests } = await checked(world)
    expect(digests.signatures).toMatchObject({ invalid: 1, keyUnknown: 0 })
    expect(digests.statement).toContain('1 INVALID')
  })

  it('one without the signature in its metadata is told, although the next one has it', async () => {
    const world = await validatedWorld()
    const key = keyOf(world, 'T100000Z')
    change(world, key, (text) => text, {})
    const { digests } = await checked(world)
    expect(digests.breaks).toEqual([expect.stringContaining(`${key} has no signature in its metadata`)])
    expect(digests.signatures).toMatchObject({ notChecked: 0, invalid: 0 })
  })

  it('one that was moved to another name is told', async () => {
    const world = await validatedWorld()
    const [from, to] = [keyOf(world, 'T090000Z'), keyOf(world, 'T100000Z')]
    let earlier = ''
    change(world, from, (text) => {
      earlier = text
      return text
    })
    change(world, to, () => earlier)
    const { digests } = await checked(world)
    expect(digests.breaks).toContain(`${to} was delivered under another name: ${from}`)
  })
})

it('a source is asked for one Region, and says nothing of the others', async () => {
  const world = await validatedWorld()
  change(world, keyOf(world, 'T0920Z', 'eu-west-1'), undefined)
  const { report } = await readFrom(sourceOf(world), { ...everything, regions: ['us-east-1'] })
  expect(report.digests).toMatchObject({ files: { missing: 0, changed: 0 }, breaks: [] })
})

describe('a window that begins before digest files do', () => {
  const early = { ...everything, from: '2026-02-27T00:00:00Z' }
  const told = async (world: World) => {
    const { report } = await readFrom(sourceOf(world), early)
    if (report.digests === undefined) throw new Error('The source says nothing of digest files.')
    return report.digests
  }
  const firstOf = (world: World, nth = 0) => {
    const keys = (objectsIn(world.account.account, bucket) ?? []).map(({ key }) => key)
    const found = keys.filter((key) => key.includes('CloudTrail-Digest_us-east-1_')).sort()[nth]
    if (found === undefined) throw new Error('There is no digest file.')
    return found
  }

  it('is told as where the trail or its validation began, and what was before as vouched for by nobody', async () => {
    const digests = await told(await validatedWorld())
    expect(digests.breaks).toEqual([])
    expect(digests.begins).toContainEqual(
      expect.stringMatching(
        /^no digest files of trail all_of.us in us-east-1 before 2026-.*: the trail, or its log file/,
      ),
    )
    expect(digestDoubts(digests).join()).toContain('nothing vouches for log files from before')
  })

  it('is a break where the first ones were deleted, for the one that is left names another before it', async () => {
    const world = await validatedWorld()
    change(world, firstOf(world), undefined)
    const { breaks, begins } = await told(world)
    expect(breaks).toContainEqual(
      expect.stringMatching(
        /of trail all_of.us in us-east-1 before .*: they were deleted, for the first of them follows/,
      ),
    )
    expect(begins.join()).not.toContain('us-east-1')
  })

  it('is a break where the first one only says that none was before it, without a signature of CloudTrail', async () => {
    const world = await validatedWorld()
    const second = firstOf(world, 1)
    change(world, firstOf(world), undefined)
    forge(world, second, (text) => JSON.stringify({ ...JSON.parse(text), previousDigestS3Object: null }))
    const { breaks, begins } = await told(world)
    expect(breaks).toContainEqual(
      expect.stringMatching(/in us-east-1 before .* is not known to be signed by CloudTrail/),
    )
    expect(begins.join()).not.toContain('us-east-1')
  })

  it('is a break where the first one cannot be read: then nobody knows', async () => {
    const world = await validatedWorld()
    change(world, firstOf(world), () => 'no digest')
    const { breaks, begins } = await told(world)
    expect(breaks).toContainEqual(
      expect.stringMatching(/in us-east-1 before .* is not known, for the first of them was not/),
    )
    expect(begins.join()).not.toContain('us-east-1')
  })
})
