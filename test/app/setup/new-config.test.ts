import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configSchema, hashToken, loadConfig } from '../../../app/config.js'
import { newConfigText } from '../../../app/setup/new-config.js'
import { schemaKeys } from '../../../app/setup/schema-keys.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-init-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const approvers = ['ana', 'bo'].map((name) => ({ name, tokenSha256: hashToken(`token of ${name}`) }))
const text = newConfigText({ accountId: '444455556666', approvers, secretsFile: 'secrets/guardduty' })

/** The keys that a text mentions, commented out or not: `name:` at the beginning of a line or in braces. */
function mentioned(key: string): boolean {
  const name = key.split('.').at(-1)?.replace('[]', '') ?? ''
  return new RegExp(`(^|[{,#-]|\\s)\\s*${name}:`, 'm').test(text)
}

describe('a new configuration', () => {
  it('mentions every key that the schema knows, so that it cannot go stale', () => {
    const keys = schemaKeys(configSchema)
    expect(keys.length).toBeGreaterThan(40)
    expect(keys).toEqual(
      expect.arrayContaining(['server.port', 'accounts[].id', 'approvals.contain.approvers[].email']),
    )
    expect(keys.filter((key) => !mentioned(key))).toEqual([])
  })

  it('is usable at once, writes nothing to AWS, and keeps the defaults of the schema', () => {
    const path = join(folder, 'tourniquet.yaml')
    writeFileSync(path, text)
    const config = loadConfig(path, { GUARDDUTY_SECRETS: '0123456789abcdef0123456789abcdef' })
    expect(config.accounts).toMatchObject([{ id: '444455556666', mode: 'observe' }])
    expect(config.server).toEqual({ host: '127.0.0.1', port: 8080, publicUrl: null })
    const bare = configSchema.parse({
      accounts: [{ id: '444455556666' }],
      approvals: { contain: { approvers } },
      sources: { guardduty: { secretsFile: 'secrets/guardduty' } },
    })
    const { protected: _, operators, sources, ...rest } = config
    const { protected: __, operators: ___, sources: ____, ...defaults } = bare
    expect(rest).toEqual(defaults)
    expect(operators).toEqual(['ana'])
  })

  it('stays YAML whatever people are called', () => {
    const odd = [{ name: '2024-01-01', tokenSha256: hashToken('x') }]
    const path = join(folder, 'odd.yaml')
    writeFileSync(path, newConfigText({ accountId: null, approvers: odd, secretsFile: 's' }))
    expect(loadConfig(path, { GUARDDUTY_SECRETS: '0123456789abcdef0123' }).approvals.contain.approvers).toEqual(odd)
  })
})
