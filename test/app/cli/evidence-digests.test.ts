import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import {
  deliver,
  fileName,
  first,
  logName,
  logText,
  publicKeys,
  second,
  third,
} from '../../integrations/trail-files/delivered-trail.js'
import { printed } from '../../support/in-process-cli.js'
import { investigationShape } from '../evidence/investigation-shape.js'
import { aFolder } from '../evidence/log-files.js'

const folder = aFolder()
afterAll(() => folder.remove())
const at = (name: string) => join(folder.path, name)
const PublicKeyList = publicKeys.map(({ fingerprint, value }) => ({ Fingerprint: fingerprint, Value: value }))
const keys = folder.write('keys.json', JSON.stringify({ PublicKeyList }))

async function coverageOf(...args: string[]) {
  const { code, stdout } = await printed('evidence', '--json', '--files', ...args)
  expect(code).toBe(0)
  const { coverage, verdict } = investigationShape.parse(JSON.parse(stdout))
  return { ...coverage, doubts: verdict.doubts }
}

describe('evidence of logs that lie beside their digest files', () => {
  it('says which are what CloudTrail delivered, and how far its signatures were checked', async () => {
    const { digests, skipped, sources } = await coverageOf(await deliver(at('whole')), '--digest-keys', keys)
    expect(digests).toMatchObject({
      digests: 3,
      files: { covered: 3, changed: 0, missing: 0, notCovered: 0 },
      signatures: { valid: 2, invalid: 0, notChecked: 1 },
      statement: expect.stringContaining('2 are valid, 1 not checked'),
    })
    expect([skipped, sources[0]?.status]).toEqual([0, 'ok'])
  })

  it('claims no signature without keys, and says what that leaves open', async () => {
    const { digests } = await coverageOf(await deliver(at('no keys')))
    expect(digests?.signatures).toEqual({ valid: 0, invalid: 0, notChecked: 3 })
    expect(digests?.statement).toMatch(/signatures were not checked, so .* --digest-keys/)
  })

  it('doubts an answer whose logs were changed or taken away, in every rendering', async () => {
    const page = at('report.html')
    const tampered = await deliver(at('changed'), {
      [logName(10)]: gzipSync(logText(10).replace('otto', 'anna')),
      [logName(11)]: null,
    })
    const { digests, doubts } = await coverageOf(tampered, '--html', page)
    expect(digests).toMatchObject({ changed: [join(tampered, logName(10))], files: { covered: 1, missing: 1 } })
    expect(doubts.slice(0, 2)).toEqual([
      expect.stringContaining('1 of the log files are not what CloudTrail delivered'),
      expect.stringContaining('1 log files that CloudTrail delivered are not here'),
    ])
    const { stdout } = await printed('evidence', '--files', tampered)
    for (const shown of [stdout, readFileSync(page, 'utf8')]) {
      expect(shown).toContain('1 not (CHANGED)')
      expect(shown).toContain('Changed since CloudTrail delivered them')
    }
  })

  it('a digest that was forged with its log is told by its signature', async () => {
    const forged = second.content.replace(/"hashValue":"[0-9a-f]+"/, `"hashValue":"${'0'.repeat(64)}"`)
    const path = await deliver(at('forged'), { [fileName(second.object)]: gzipSync(forged) })
    const { digests, doubts } = await coverageOf(path, '--digest-keys', keys)
    expect(digests?.signatures.invalid).toBe(1)
    expect(doubts.join()).toContain("signatures of 1 digest files are not CloudTrail's")
  })

  it('says that nothing is known where digest files are there and none can be read', async () => {
    const path = await deliver(at('torn'), {
      [fileName(first.object)]: gzipSync(first.content).subarray(0, 60),
      [fileName(second.object)]: null,
      [fileName(third.object)]: null,
    })
    const { digests } = await coverageOf(path)
    expect(digests).toMatchObject({ digests: 0, files: { covered: 0 }, statement: expect.stringContaining('None of') })
  })

  it('is silent where there are none', async () => {
    const log = folder.write('plain.json', logText(10))
    expect((await coverageOf(log)).digests).toBeNull()
  })

  it.each([
    [
      'keys that are none',
      ['--files', keys, '--digest-keys', keys.replace('keys', 'other')],
      /is not what .*list-public-keys/,
    ],
    ['keys without files', ['--live', '--digest-keys', keys], /goes with --files/],
  ])('refuses %s', async (_title, args, says) => {
    folder.write('other.json', '{"PublicKeyList": []}')
    expect(await printed('evidence', ...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(says),
    })
  })
})
