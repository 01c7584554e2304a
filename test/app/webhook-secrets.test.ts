import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { ConfigError, hashToken, loadConfig } from '../../app/config.js'
import { apiKeyCheck } from '../../app/server/api-key.js'
import { secretsOfSources } from '../../app/sources-config.js'

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
  return loadConfig(path, env).sources.guardduty?.secrets ?? []
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
    ['nothing under the source', {}, {}],
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

describe('secrets of the other sources', () => {
  const whsec = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`
  const load = (sources: object, env: Record<string, string> = {}) => {
    const approvers = [{ name: 'ana', tokenSha256: hashToken('token of ana') }]
    writeFileSync(
      path,
      stringify({ accounts: [{ id: '111122223333' }], approvals: { contain: { approvers } }, sources }),
    )
    return secretsOfSources(loadConfig(path, env).sources)
  }
  const good = { splunk: one, generic: whsec(32), elastic: one, detective: one, 'security-hub': one } as const
  const sources = Object.keys(good)

  it('are read from the file, from beside it and from the environment alike', () => {
    for (const [source, secret] of Object.entries(good)) {
      writeFileSync(secretsPath, `# a comment\n${secret}\n`)
      const name = `${source.toUpperCase().replace('-', '_')}_SECRETS`
      expect(load({ [source]: { secrets: [secret] } })).toEqual({ [source]: [secret] })
      expect(load({ [source]: { secretsFile: 'secrets' } })).toEqual({ [source]: [secret] })
      expect(load({}, { [name]: secret })).toEqual({ [source]: [secret] })
      expect(load({ [source]: { secrets: [secret] } }, { [`${name}_FILE`]: secretsPath })).toEqual({
        [source]: [secret],
      })
    }
  })

  it('make nobody served where there are none: nothing is served by an empty setting', () => {
    expect(load({})).toEqual({})
    expect(load(Object.fromEntries(sources.map((source) => [source, null])))).toEqual({})
    expect(load({ detective: { pull: { everyMinutes: 15 } } })).toEqual({})
    for (const source of sources) {
      for (const empty of [{}, { secrets: [] }, { secrets: [''] }, { secretsFile: '' }]) {
        expect(() => load({ [source]: empty })).toThrow(ConfigError)
      }
    }
  })

  it('of Detective from the environment leave as it is how Detective is asked', () => {
    const given = { detective: { pull: { everyMinutes: 15 }, secrets: [three] } }
    expect(load(given, { DETECTIVE_SECRETS: one })).toEqual({ detective: [one] })
    expect(loadConfig(path, { DETECTIVE_SECRETS: one }).sources.detective?.pull).toEqual({ everyMinutes: 15 })
  })

  it.each([
    ['splunk', 'with a slash', 'secret/number/one'],
    ['splunk', 'with a percent sign', 'secret-number%2done'],
    ['splunk', 'with a question mark', 'secret-number-one?'],
    ['splunk', 'of dots alone', '................'],
    ['splunk', 'that is short', 'fifteen-letters'],
    ['generic', 'without its prefix', whsec(32).slice(6)],
    ['generic', 'with another prefix', whsec(32).replace('whsec_', 'whpk_')],
    ['generic', 'of 23 bytes', whsec(23)],
    ['generic', 'of 65 bytes', whsec(65)],
    ['generic', 'of nothing but padding', 'whsec_===='],
    ['generic', 'of no base64', `whsec_${'!'.repeat(44)}`],
    ['generic', 'in base64 for URLs', `whsec_${Buffer.alloc(32, 255).toString('base64url')}`],
    ['generic', 'without its padding', whsec(32).replace('=', '')],
    ['generic', 'with white space inside', whsec(30).replace('B', ' ')],
    ['elastic', 'with a space', 'secret number one'],
    ['detective', 'that is short', 'fifteen-letters'],
    ['security-hub', 'that no header can carry', 'secret-number-öne'],
  ])('of %s are refused %s, by line and without a word of them', (source, _what, secret) => {
    writeFileSync(secretsPath, `${secret}\n`)
    for (const given of [{ secrets: [secret] }, { secretsFile: 'secrets' }]) {
      const refused = () => load({ [source]: given })
      expect(refused).toThrow(new RegExp(`sources\\.${source}`))
      expect(refused).not.toThrow(secret)
    }
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
