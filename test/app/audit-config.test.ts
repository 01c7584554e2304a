import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditSettingsOf } from '../../app/audit-config.js'
import { ConfigError, loadConfig } from '../../app/config.js'

const folder = await mkdtemp(join(tmpdir(), 'tourniquet-audit-config-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function load(own: string, env: NodeJS.ProcessEnv = {}) {
  const path = join(folder, 'tourniquet.yaml')
  await writeFile(
    path,
    `dataDir: /var/lib/tourniquet
accounts: [{id: "111122223333"}]
approvals: {contain: {approvers: [{name: ana, tokenSha256: ${'a'.repeat(64)}}]}}
sources: {guardduty: {secrets: [0123456789abcdefghijklmnopqrstuvwxyzABCDEFG]}}
${own}
`,
  )
  return loadConfig(path, env)
}

const publicKey = Buffer.alloc(32, 7).toString('base64')

describe('the audit settings', () => {
  it('left out keep key and anchor in dataDir, and call neither outside', async () => {
    const { keyFile, sinks, checkpointMs, publicKeys } = auditSettingsOf(await load(''))
    expect({ keyFile, checkpointMs, publicKeys }).toEqual({
      keyFile: '/var/lib/tourniquet/audit/checkpoint-key.pem',
      checkpointMs: 5_000,
      publicKeys: [],
    })
    expect(sinks.map(({ name, outside }) => ({ name, outside }))).toEqual([
      { name: 'file:/var/lib/tourniquet/audit/anchors.jsonl', outside: false },
    ])
  })

  it('name several anchors, and what is relative lies in dataDir', async () => {
    const own = `audit: {publicKeys: ["${publicKey}"], anchors: [{kind: file, path: a.jsonl}, {kind: file, path: /mnt/worm/b.jsonl, outside: true}]}`
    const { sinks, publicKeys } = auditSettingsOf(await load(own))
    expect(publicKeys).toEqual([publicKey])
    expect(sinks.map(({ name, outside }) => [name, outside])).toEqual([
      ['file:/var/lib/tourniquet/a.jsonl', false],
      ['file:/mnt/worm/b.jsonl', true],
    ])
  })

  it.each([
    'audit: {publicKeys: [short]}',
    'audit: {anchors: [{kind: carrier-pigeon, path: x}]}',
    'audit: {anchors: [{kind: file, path: ""}]}',
    'audit: {checkpointSeconds: 0}',
    'audit: {unknown: 1}',
  ])('are refused where they mean nothing: %s', async (own) => {
    await expect(load(own)).rejects.toThrow(ConfigError)
  })
})

describe('the two database URLs', () => {
  const own = 'database: {url: "postgres://runtime@file/x", migrateUrl: "postgres://owner@file/x"}'

  it.each([
    [{}, 'postgres://runtime@file/x', 'postgres://owner@file/x'],
    [{ DATABASE_URL: 'postgres://runtime@env/x' }, 'postgres://runtime@env/x', 'postgres://owner@file/x'],
    [{ DATABASE_MIGRATE_URL: 'postgres://owner@env/x' }, 'postgres://runtime@file/x', 'postgres://owner@env/x'],
  ])('are taken from the environment each by itself: %j', async (env, url, migrateUrl) => {
    expect((await load(own, env)).database).toEqual({ url, migrateUrl })
  })

  it('are both none where nothing names them: the embedded server', async () => {
    expect((await load('')).database).toEqual({ url: null, migrateUrl: null })
  })
})
