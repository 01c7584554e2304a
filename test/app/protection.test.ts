import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { hashToken, parseProtection } from '../../app/config.js'
import { fixedProtection } from '../../app/fixed-protection.js'
import { ProtectionUnreadableError, protectionFile } from '../../integrations/files/protection-file.js'

const folder = await mkdtemp(join(tmpdir(), 'tourniquet-protection-'))
const path = join(folder, 'tourniquet.yaml')
afterAll(() => rm(folder, { recursive: true, force: true }))

const config = (entries: object[]) =>
  stringify({
    accounts: [{ id: '111122223333' }],
    approvals: { contain: { approvers: [{ name: 'ana', tokenSha256: hashToken('token of ana') }] } },
    sources: { guardduty: { secrets: ['0123456789abcdef'] } },
    protected: entries,
  })
const source = protectionFile(path, (text) => parseProtection(path, text))
const arn = 'arn:aws:iam::*:role/break-glass-*'

describe('the protected principals of the configuration file', () => {
  it('are ARNs, ids and tags, each entry one of them', async () => {
    const entries = [{ arn }, { uniqueId: 'AIDAEXAMPLE000000001' }, { raisingTag: { key: 'tier' } }]
    await writeFile(path, config([...entries, { raisingTag: { key: 'env', value: 'prod' } }]))
    expect(await source.read()).toEqual({
      arns: [arn],
      uniqueIds: ['AIDAEXAMPLE000000001'],
      raisingTags: [
        { key: 'tier', value: null },
        { key: 'env', value: 'prod' },
      ],
    })
  })

  it('hold as they are now: a list that is changed takes effect at the next reading', async () => {
    await writeFile(path, config([]))
    expect((await source.read()).arns).toEqual([])
    await writeFile(path, config([{ arn }]))
    expect((await source.read()).arns).toEqual([arn])
  })

  it.each<[string, () => Promise<void>]>([
    ['is gone', () => rename(path, `${path}.old`)],
    ['is empty', () => writeFile(path, '')],
    ['is half written', () => writeFile(path, config([{ arn }]).slice(0, 60))],
    ['is no YAML', () => writeFile(path, 'protected: [')],
    ['is misspelt', () => writeFile(path, config([{ arn }]).replace('protected', 'protectd'))],
    ['has an entry of no kind', () => writeFile(path, config([{ arn }, {}]))],
  ])('are not known where the file %s: it throws, and no earlier list is used in its place', async (_title, damage) => {
    await writeFile(path, config([{ arn }]))
    await source.read()
    await damage()
    await expect(source.read()).rejects.toThrow(ProtectionUnreadableError)
    await expect(source.read()).rejects.toThrow(/so nothing is written: /)
  })
})

describe('protection without a file', () => {
  it('is what it was given, and nothing else', async () => {
    expect(await fixedProtection({ arns: [arn] }).read()).toEqual({ arns: [arn], uniqueIds: [], raisingTags: [] })
  })
})
