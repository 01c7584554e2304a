import { gzipSync } from 'node:zlib'
import { type DigestOptions, validateDigests } from '../../../integrations/trail-files/validate-digests.js'
import {
  deliver,
  fileName,
  first,
  logName,
  logText,
  prefix,
  publicKeys,
  second,
  sha256,
  third,
} from './delivered-trail.js'
import { readPaths, useFolder } from './reading.js'

const { at } = await useFolder()

type Changes = Parameters<typeof deliver>[1]
const delivered = (name: string, changes?: Changes) => deliver(at(name), changes)

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
      begins: [{ path: expect.stringContaining(folder), from: '2026-03-01T10:00:00Z', previous: null, isProven: true }],
      signatures: { valid: [first.object, second.object], invalid: [], keyUnknown: [], notChecked: [third.object] },
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

  it('a key that is none of those given is unknown, and what it signed vouches for nothing', async () => {
    const folder = await delivered('other keys')
    const report = await validate(folder, { publicKeys: publicKeys.map((key) => ({ ...key, fingerprint: 'f-2' })) })
    expect(report.signatures).toMatchObject({ valid: [], keyUnknown: [first.object, second.object] })
    expect(report.covered).toEqual([`${folder}/${logName(12)}`])
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

it('as evidence, digest files give no records, and are not taken for something that could not be read', async () => {
  const folder = await delivered('evidence')
  const { ids, source } = await readPaths([folder])
  expect(ids.sort()).toEqual(['e-10', 'e-11', 'e-12'])
  expect(source).toMatchObject({ status: 'ok', skipped: 0, detail: '3 digest files of CloudTrail' })
})
