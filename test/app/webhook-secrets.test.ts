import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { ConfigError, hashToken, loadConfig } from '../../app/config.js'
import { apiKeyCheck } from '../../app/server/api-key.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-secrets-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'tourniquet.yaml')
const secretsPath = join(folder, 'secrets')

const one = 'secret-number-one'
const two = 'secret-number-two'
const three = 'secret-number-three'

function secretsOf(guardduty: object | null, env: Record<string, string> = {}): readonly string[] {
  const approvers = [{ name: 'ana', tokenSha256: hashToken('token of ana') }]
  const sources = guardduty === null ? {} : { sources: { guardduty } }
  writeFileSync(
    path,
    stringify({ accounts: [{ id: '111122223333' }], approvals: { contain: { approvers } }, ...sources }),
  )
  return loadConfig(path, env).sources.guardduty.secrets
}

function refusalOf(guardduty: object | null, env: Record<string, string> = {}): string {
  try {
    secretsOf(guardduty, env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('It was accepted.')
}

describe("a source's secrets", () => {
  it('are one, or two while one replaces the other', () => {
    expect(secretsOf({ secrets: [one] })).toEqual([one])
    expect(secretsOf({ secrets: [one, two] })).toEqual([one, two])
  })

  it('are refused where they are three, with what to do about it', () => {
    const rule = /at most 2 secrets are in force at a time.*take the oldest away/
    expect(refusalOf({ secrets: [one, two, three] })).toMatch(rule)
    writeFileSync(secretsPath, `${two}\n${three}\n`)
    expect(refusalOf({ secrets: [one], secretsFile: secretsPath })).toMatch(rule)
  })

  it('need not stand in the configuration: the environment names a file, or holds them', () => {
    writeFileSync(secretsPath, `# of March\n${one}\n\n${two}\n`)
    expect(secretsOf(null, { GUARDDUTY_SECRETS_FILE: secretsPath })).toEqual([one, two])
    expect(secretsOf(null, { GUARDDUTY_SECRETS: ` ${one}\n${two} ` })).toEqual([one, two])
  })

  it('from the environment replace the configured ones, so that an old one goes out of force', () => {
    expect(secretsOf({ secrets: [three] }, { GUARDDUTY_SECRETS: one })).toEqual([one])
    writeFileSync(secretsPath, two)
    expect(secretsOf({ secrets: [three] }, { GUARDDUTY_SECRETS_FILE: secretsPath })).toEqual([two])
  })

  it.each([
    ['none at all', null, {}],
    ['an empty list', { secrets: [] }, {}],
    ['an empty variable', { secrets: [one] }, { GUARDDUTY_SECRETS: '' }],
    ['an empty text', { secrets: [''] }, {}],
    ['a short one', { secrets: ['fifteen-letters'] }, {}],
    ['a short one in the environment', null, { GUARDDUTY_SECRETS: 'fifteen-letters' }],
    ['one with a space', { secrets: ['secret number one'] }, {}],
    ['one with a line break', { secrets: ['secret-number\n-one'] }, {}],
    ['one that no header can carry', { secrets: ['secret-number-öne'] }, {}],
    ['a file that is not there', null, { GUARDDUTY_SECRETS_FILE: join(folder, 'nowhere') }],
  ])('are refused where there is %s, without a word of them', (_what, guardduty, env: Record<string, string>) => {
    const message = refusalOf(guardduty, env)
    expect(message).toMatch(/sources/)
    for (const word of ['secret-number', 'fifteen-letters', 'secret number']) expect(message).not.toContain(word)
  })
})

describe('a key', () => {
  const isAuthentic = apiKeyCheck([one, two])

  it('is either of the secrets, and nothing else that a header can be', () => {
    expect([one, two].map(isAuthentic)).toEqual([true, true])
    const others = [undefined, '', ' ', [one], [one, two], `${one}, ${two}`, one.slice(1), `${one} `, three]
    expect(others.map(isAuthentic)).toEqual(others.map(() => false))
  })

  it('is nobody where there is no secret', () => {
    expect([undefined, '', one].map(apiKeyCheck([]))).toEqual([false, false, false])
  })
})
