import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { type DigestOptions, validateDigests } from '../../../integrations/trail-files/validate-digests.js'
import { aRecord } from '../../src/evidence/record/normalised.js'
import { readPaths, useFolder } from './reading.js'

const { at } = await useFolder()
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKeys = [
  { fingerprint: 'f-1', value: publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64') },
]
const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex')

interface Delivered {
  readonly object: string
  readonly content: string
  readonly signature: string
}

const prefix = 'AWSLogs/444455556666/CloudTrail'
const logName = (hour: number) =>
  `444455556666_CloudTrail_eu-west-1_20260301T${hour}00Z_AbCdEfGh1234567${hour - 10}.json.gz`
const logText = (hour: number) =>
  JSON.stringify({ Records: [aRecord({ eventID: `e-${hour}`, eventTime: `2026-03-01T${hour}:00:00Z` })] })

/** One hour's digest as CloudTrail writes and signs it. */
function digestOf(hour: number, previous: Delivered | null): Delivered {
  const end = `2026-03-01T${hour + 1}:00:00Z`
  const object = `${prefix}-Digest/eu-west-1/2026/03/01/444455556666_CloudTrail-Digest_eu-west-1_main_eu-west-1_20260301T${hour + 1}0000Z.json.gz`
  const content = JSON.stringify({
    awsAccountId: '444455556666',
    digestStartTime: `2026-03-01T${hour}:00:00Z`,
    digestEndTime: end,
    digestS3Bucket: 'logs',
    digestS3Object: object,
    digestPublicKeyFingerprint: 'f-1',
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: end,
    oldestEventTime: end,
    previousDigestS3Bucket: previous && 'logs',
    previousDigestS3Object: previous?.object ?? null,
    previousDigestHashValue: previous ? sha256(previous.content) : null,
    previousDigestHashAlgorithm: previous && 'SHA-256',
    previousDigestSignature: previous?.signature ?? null,
    logFiles: [
      {
        s3Bucket: 'logs',
        s3Object: `${prefix}/eu-west-1/2026/03/01/${logName(hour)}`,
        hashValue: sha256(logText(hour)),
        hashAlgorithm: 'SHA-256',
      },
    ],
  })
  const signed = [end, `logs/${object}`, sha256(content), previous?.signature ?? 'null'].join('\n')
  return { object, content, signature: sign('sha256', Buffer.from(signed), privateKey).toString('hex') }
}

const first = digestOf(10, null)
const second = digestOf(11, first)
const third = digestOf(12, second)
const fileName = (object: string) => object.slice(object.lastIndexOf('/') + 1)

/** Three hours of logs and digests, as `changes` leave them: null takes a file away. */
async function delivered(name: string, changes: { readonly [file: string]: Buffer | string | null } = {}) {
  const files = new Map<string, Buffer | string | null>([
    ...[10, 11, 12].map((hour) => [logName(hour), gzipSync(logText(hour))] as const),
    ...[first, second, third].map(({ object, content }) => [fileName(object), gzipSync(content)] as const),
    ...Object.entries(changes),
  ])
  await mkdir(at(name))
  for (const [file, content] of files) if (content !== null) await writeFile(at(`${name}/${file}`), content)
  return at(name)
}

const validate = (folder: string, options: Omit<DigestOptions, 'signal'> = { publicKeys }) =>
  validateDigests([folder], { ...options, signal: new AbortController().signal })

describe('log files under their digests', () => {
  it('as they were delivered are covered, and every signature that is here is valid', async () => {
    const folder = await delivered('whole')
    expect(await validate(folder)).toEqual({
      digests: 3,
      from: '2026-03-01T10:00:00Z',
      to: '2026-03-01T13:00:00Z',
      covered: [10, 11, 12].map((hour) => `${folder}/${logName(hour)}`),
      changed: [],
      missing: [],
      notCovered: [],
      breaks: [],
      signatures: { valid: [first.object, second.object], invalid: [], notChecked: [third.object] },
      signatureDetail: expect.stringMatching(/^signature not checked of 1 digests: /),
      problems: [],
    })
  })

  it("the newest digest's signature is checked where its S3 metadata is given", async () => {
    const folder = await delivered('with metadata')
    const signatures = new Map([[third.object, third.signature]])
    expect(await validate(folder, { publicKeys, signatures })).toMatchObject({
      signatures: { valid: [first.object, second.object, third.object], notChecked: [] },
      signatureDetail: null,
    })
    const wrong = new Map([[third.object, second.signature]])
    expect((await validate(folder, { publicKeys, signatures: wrong })).signatures.invalid).toEqual([third.object])
  })

  it("without AWS's public keys hashes are compared, and signatures are said to be unchecked", async () => {
    const report = await validate(await delivered('no keys'), {})
    expect(report).toMatchObject({ changed: [], breaks: [], signatures: { valid: [], invalid: [] } })
    expect(report.signatureDetail).toContain('public keys were not given')
    const nonsense = await validate(await delivered('bad keys'), {
      publicKeys: [{ fingerprint: 'f-1', value: 'AAAA' }],
    })
    expect(nonsense.signatures.notChecked).toHaveLength(3)
  })

  it('unzipped, zipped anew or without the ending .gz they are still what was delivered', async () => {
    const folder = await delivered('unzipped', {
      [logName(10)]: null,
      [logName(10).replace('.gz', '')]: logText(10),
      [logName(11)]: gzipSync(logText(11), { level: 1 }),
    })
    expect(await validate(folder)).toMatchObject({ changed: [], missing: [] })
  })

  it('one changed byte, a missing file and one that nobody signed for are told apart', async () => {
    const foreign = '444455556666_CloudTrail_eu-west-1_20260301T1005Z_ZZZZZZZZZZZZZZZZ.json.gz'
    const folder = await delivered('changed', {
      [logName(10)]: gzipSync(logText(10).replace('otto', 'anna')),
      [logName(11)]: null,
      [foreign]: gzipSync(logText(10)),
    })
    expect(await validate(folder)).toMatchObject({
      changed: [`${folder}/${logName(10)}`],
      missing: [`${prefix}/eu-west-1/2026/03/01/${logName(11)}`],
      notCovered: [`${folder}/${foreign}`],
      covered: [`${folder}/${logName(12)}`],
    })
  })

  it('a log that is cut off is changed', async () => {
    const folder = await delivered('cut', { [logName(10)]: gzipSync(logText(10)).subarray(0, 200) })
    expect(await validate(folder)).toMatchObject({
      changed: [`${folder}/${logName(10)}`],
      problems: [{ path: `${folder}/${logName(10)}` }],
    })
  })
})

describe('the chain of digests', () => {
  it('a digest that was changed to fit a changed log is found by the next one and by its signature', async () => {
    const forgedLog = logText(11).replace('otto', 'anna')
    const forged = second.content.replace(sha256(logText(11)), sha256(forgedLog))
    const folder = await delivered('forged', {
      [logName(11)]: gzipSync(forgedLog),
      [fileName(second.object)]: gzipSync(forged),
    })
    const report = await validate(folder)
    expect(report.changed).toEqual([])
    expect(report.breaks).toEqual([`${second.object} is not the digest that ${third.object} follows on`])
    expect(report.signatures.invalid).toEqual([second.object])
  })

  it('a missing digest is a break, and its logs are not covered', async () => {
    const folder = await delivered('gap', { [fileName(second.object)]: null })
    expect(await validate(folder)).toMatchObject({
      breaks: [`no digests between ${first.object} and ${third.object}`],
      notCovered: [`${folder}/${logName(11)}`],
    })
  })

  it('a digest under another name speaks of another hour', async () => {
    const folder = await delivered('renamed', {
      [fileName(second.object)]: gzipSync(first.content),
      [fileName(first.object)]: null,
    })
    expect((await validate(folder)).breaks).toContain(
      `${folder}/${fileName(second.object)} was delivered under another name: ${first.object}`,
    )
  })

  it('a chain need not start with the first digest ever', async () => {
    const folder = await delivered('later', { [fileName(first.object)]: null, [logName(10)]: null })
    expect(await validate(folder)).toMatchObject({ breaks: [], changed: [], missing: [], digests: 2 })
  })
})

it('without digests nothing is claimed', async () => {
  const folder = await delivered(
    'none',
    Object.fromEntries([first, second, third].map(({ object }) => [fileName(object), null])),
  )
  expect(await validate(folder)).toMatchObject({
    digests: 0,
    from: null,
    to: null,
    covered: [],
    missing: [],
    breaks: [],
  })
  expect((await validate(at('not there'))).problems).toHaveLength(1)
})

it('as evidence, digest files are counted and give no records', async () => {
  const folder = await delivered('evidence')
  const { ids, source } = await readPaths([folder])
  expect(ids.sort()).toEqual(['e-10', 'e-11', 'e-12'])
  expect(source).toMatchObject({ status: 'ok', skipped: 3, detail: 'skipped 3: a CloudTrail digest file' })
})
