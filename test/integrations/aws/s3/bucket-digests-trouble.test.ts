import fc from 'fast-check'
import { DigestKeys } from '../../../../integrations/aws/cloudtrail/digest-keys.js'
import { digestDoubts } from '../../../../src/evidence/digest-coverage.js'
import { accountId, bucket, closeAll, closing, everything, instantPace, readFrom } from '../trail-world.js'
import { change, checked, forge, keyOf, onTrail, sourceOf, validatedWorld, type World } from './validated-trail.js'

afterEach(closeAll)

const hourMs = 3_600_000

describe('what keeps log files from being vouched for is said', () => {
  it('validation is off: nothing is claimed, and the answer is in doubt', async () => {
    const { digests, report, ids } = await checked(await validatedWorld({}, false))
    expect([report.status, ids.length]).toEqual(['ok', 5])
    expect(digests).toMatchObject({ digests: 0, files: { covered: 0, notCovered: 3 }, breaks: [] })
    expect(digests.statement).toContain('log file validation is off, or they were deleted')
    expect(digestDoubts(digests)).toEqual([expect.stringContaining('No digest file vouches for the log files')])
  })

  it("CloudTrail's keys are denied: hashes are compared, signatures are said to be unchecked", async () => {
    const world = await validatedWorld()
    const error = { code: 'AccessDeniedException', status: 403 }
    world.account.injectFault({ operation: 'cloudtrail:ListPublicKeys', error, times: 9 })
    const { digests } = await checked(world)
    expect(digests).toMatchObject({ signatures: { valid: 0, notChecked: digests.digests }, files: { changed: 0 } })
    expect(digests.statement).toMatch(/signatures were not checked, so .*AccessDenied/)
    expect(digestDoubts(digests).join()).toMatch(/public keys could not be had: .*AccessDenied.*[^.]\.$/)
  })

  it('digest files may not be listed: the logs are read, and why nothing vouches for them is told', async () => {
    const world = await validatedWorld()
    const error = { code: 'AccessDenied', status: 403 }
    // By then the log files are listed.
    const take = () => world.account.injectFault({ operation: 's3:ListObjectsV2', error, times: 99 })
    const { signal } = new AbortController()
    const { status, digests } = await sourceOf(world).read(everything, take, { signal, onProgress: () => {} })
    expect(status).toBe('ok')
    expect(digests).toMatchObject({ digests: 0, unchecked: expect.stringContaining('AccessDenied') })
    expect(digests?.statement).toContain('Digest files could not be looked for')
  })

  it('requests are used up: what was not looked at accuses nobody', async () => {
    const world = await validatedWorld()
    const whole = await checked(world)
    const maxRequests = whole.report.requests - 8
    const { report } = await readFrom(sourceOf(world, { concurrency: 1 }), { ...everything, maxRequests })
    expect(report).toMatchObject({ status: 'ok', requests: maxRequests, coverage: { gaps: [] } })
    expect(report.digests).toMatchObject({ breaks: [], files: { missing: 0, changed: 0 } })
    expect(report.digests?.unchecked).toMatch(/digest files were not read: no more requests may be made/)
  })

  it('the time is over in the middle of the check: what was checked is told, and that it was cut', async () => {
    const world = await validatedWorld()
    const whole = await checked(world)
    const closing = new AbortController()
    const { concurrency, signal } = { concurrency: 1, signal: new AbortController().signal }
    const onProgress = (requests: number) => {
      if (requests === whole.report.requests - 8) closing.abort()
    }
    const options = { signal, closing: closing.signal, onProgress }
    const report = await sourceOf(world, { concurrency }).read(everything, () => {}, options)
    expect(report).toMatchObject({
      status: 'ok',
      coverage: { gaps: [] },
      digests: { breaks: [], files: { changed: 0 } },
    })
    expect(report.digests?.digests).toBeGreaterThan(0)
    expect(report.digests?.statement).toMatch(
      /The check is not whole: \d+ digest files were not read: the time was over/,
    )
  })

  it('throttling, broken connections, empty pages and slow answers change nothing of it', async () => {
    const calm = await checked(await validatedWorld())
    const world = await validatedWorld({ emptyPages: true })
    const { account } = world
    account.injectFault({ operation: 's3:ListObjectsV2', error: { code: 'SlowDown', status: 503 }, times: 2 })
    account.injectFault({ operation: 's3:GetObject', when: 'after', error: 'reset', times: 3 })
    account.injectFault({ operation: 's3:GetObject', error: { code: 'SlowDown', status: 503 }, times: 3 })
    account.injectFault({
      operation: 'cloudtrail:ListPublicKeys',
      error: { code: 'ThrottlingException', status: 400 },
      times: 2,
    })
    expect((await checked(world)).digests).toEqual(calm.digests)
  })

  it('without any keys to ask for, no signature is called valid', async () => {
    const { connection, region } = { ...(await validatedWorld()), region: 'us-east-1' }
    const { S3TrailSource } = await import('../../../../integrations/aws/s3/trail-bucket-source.js')
    const options = { connection, region, bucket, accountIds: [accountId], pace: instantPace() }
    const { report } = await readFrom(closing(new S3TrailSource(options)), everything)
    expect(report.digests?.signatures).toMatchObject({ valid: 0, invalid: 0 })
    expect(report.digests?.unchecked).toContain('were not asked for')
  })
})

describe('an attacker in the middle of the window', () => {
  /** The window is 08:00 to 12:00 of the day on which the world's clock now stands. */
  async function live(does: (world: World) => Promise<void>): Promise<Awaited<ReturnType<typeof checked>>> {
    const world = await validatedWorld({ trailDeliveryLagMs: 1_000 })
    const from = world.clock.now().toISOString()
    await does(world)
    const to = world.clock.now().toISOString()
    const { report, ids } = await readFrom(sourceOf(world), { ...everything, from, to })
    if (report.digests === undefined) throw new Error('nothing of digests')
    return { report, ids, digests: report.digests }
  }

  it.each([
    ['stops the trail', 'stop', 'start'],
    ['switches validation off', 'dontValidate', 'validate'],
  ] as const)('%s, and switches it on again: a new chain begins, and that is told', async (_title, off, on) => {
    const { digests } = await live(async (world) => {
      world.clock.advance(hourMs * 2)
      await onTrail(world, off)
      world.clock.advance(hourMs * 3)
      await onTrail(world, on)
      world.clock.advance(hourMs * 3)
    })
    expect(digests.breaks).toHaveLength(2)
    expect(digests.breaks).toContainEqual(
      expect.stringMatching(/^no digests between .*T020000Z.* which begins a new chain: validation or the trail was/),
    )
    expect(digestDoubts(digests).join()).toContain('broken in 2 places')
  })

  it.each(['stop', 'dontValidate'] as const)(
    'and does not switch it on again (%s): digests end, and it is told',
    async (off) => {
      const { digests } = await live(async (world) => {
        world.clock.advance(hourMs * 2)
        await onTrail(world, off)
        world.clock.advance(hourMs * 6)
      })
      expect(digests.breaks).toEqual(
        ['eu-west-1', 'us-east-1'].map((region) =>
          expect.stringContaining(`no digest files of trail all_of.us in ${region} after 2026-03-03T02:00:00Z: `),
        ),
      )
    },
  )

  it('logs of the last hours wait for their digest, and are not held against anybody', async () => {
    const { digests } = await live(async (world) => {
      world.clock.advance(hourMs * 4)
      await onTrail(world, 'start')
      world.clock.advance(60_000)
    })
    expect(digests).toMatchObject({ breaks: [], files: { notCovered: 0, missing: 0 } })
    expect(digests.files.pending).toBeGreaterThan(0)
  })
})

describe('keys', () => {
  it('that change between two digests are both asked for, page by page', async () => {
    const world = await validatedWorld({ digestKeyEveryMs: 2 * hourMs, emptyPages: true })
    const { digests } = await checked(world)
    expect(digests.signatures).toMatchObject({ valid: digests.digests, invalid: 0, keyUnknown: 0, notChecked: 0 })
    expect(digests.digests).toBeGreaterThan(8)
  })

  it('are asked of the home of the trail, for the time of the digests', async () => {
    const world = await validatedWorld()
    const keys = closing(new DigestKeys(world.connection, instantPace()))
    const range = { from: '2026-03-01T08:00:00Z', to: '2026-03-01T12:00:00Z' }
    expect(await keys.between('us-east-1', range, () => true)).toEqual([
      { fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/), value: expect.stringMatching(/^MII/) },
    ])
    expect(await keys.between('us-east-1', range, () => false)).toBeNull()
  })
})

describe('a digest file that somebody planted', () => {
  it.each([
    ['nonsense', () => 'no json', /cannot be read as a digest$/],
    ['another account', (text: string) => text.replace(accountId, '999988887777'), /speaks of another account$/],
    ['what inflates to more than 32 MB', () => ' '.repeat(33 * 1024 * 1024), /cannot be unzipped: /],
    [
      'files outside of its folder',
      (text: string) => text.replace(/"s3Object":"AWSLogs/, '"s3Object":"../../other/AWSLogs'),
      /names 1 files outside of .*: passed over$/,
    ],
    ['another bucket', (text: string) => text.replace(/"s3Bucket":"[^"]+"/, '"s3Bucket":"x"'), /names 1 files outside/],
  ])('%s is refused by name, and the others count', async (_title, to, says) => {
    const world = await validatedWorld()
    const key = keyOf(world, 'T100000Z')
    change(world, key, to)
    const { digests, ids } = await checked(world)
    expect(ids).toHaveLength(5)
    expect(digests.breaks).toContainEqual(expect.stringMatching(says))
    expect(digests.breaks.join()).toContain(key)
    expect(digests.files).toMatchObject({ changed: 0, missing: 0 })
  })

  it('and is larger than any of them is not read to its end', async () => {
    const world = await validatedWorld()
    const key = keyOf(world, 'T100000Z')
    world.account.account.changedObjects.set(`${bucket}/${key}`, { bytes: Buffer.alloc(9 * 1024 * 1024), metadata: {} })
    expect((await checked(world)).digests.breaks).toContain(`${key} is larger than 8388608 bytes`)
  })

  it('and that names files which never were accuses nobody, since its signature is wrong', async () => {
    const world = await validatedWorld()
    forge(world, keyOf(world, 'T100000Z'), (text) => text.replace('T0915Z_', 'T0916Z_'))
    expect((await checked(world)).digests.files.missing).toBe(0)
  })
})

it('whatever stands in a digest file, the logs are read and nothing of it is believed', async () => {
  const world = await validatedWorld()
  const key = keyOf(world, 'T090000Z')
  const junk = fc.tuple(fc.string({ maxLength: 60 }), fc.nat(2_000))
  await fc.assert(
    fc.asyncProperty(junk, async ([text, at]) => {
      world.account.account.changedObjects.delete(`${bucket}/${key}`)
      change(world, key, (whole) => whole.slice(0, at) + text + whole.slice(at + text.length))
      const { ids, digests } = await checked(world)
      expect(ids).toHaveLength(5)
      expect(digests.files).toMatchObject({ changed: 0, missing: 0 })
    }),
    { numRuns: 5 },
  )
})
