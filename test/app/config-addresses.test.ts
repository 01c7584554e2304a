import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, hashToken, loadConfig } from '../../app/config.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-addresses-'))
const path = join(folder, 'tourniquet.yaml')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const minimal = {
  accounts: [{ id: '111122223333' }],
  approvals: { contain: { approvers: [{ name: 'ana', tokenSha256: hashToken('a token of ana') }] } },
  sources: { guardduty: { secrets: ['0123456789abcdef'] } },
}

/** The sentence with which it is refused; '' where it is taken. */
function refusal(config: object, env: Record<string, string> = {}): string {
  writeFileSync(path, JSON.stringify(config))
  try {
    loadConfig(path, env)
    return ''
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

describe('the address of a database or a queue', () => {
  it.each([
    ['database', 'url', 'canary-of-nothing', /database\.url: no URL of PostgreSQL: write postgres:/],
    ['database', 'migrateUrl', 'mysql://root:canary@db/x', /database\.migrateUrl: no URL of PostgreSQL/],
    ['queue', 'url', 'canary.example.com:6379', /queue\.url: no URL of Redis: write redis:/],
  ])('that is none of its kind is refused with its form, and not repeated: %s.%s', (part, key, url, expected) => {
    const message = refusal({ ...minimal, [part]: { [key]: url } })
    expect(message).toMatch(expected)
    expect(message).not.toContain('canary')
  })

  it('that is empty in the environment is no address, and not the machine itself', () => {
    expect(refusal(minimal, { DATABASE_URL: '' })).toMatch(/database\.url: no URL of PostgreSQL/)
  })

  it.each(['postgres://u:p@db:5432/x', 'postgresql:///x?host=/run/postgresql', '/run/postgresql x'])(
    'of PostgreSQL may be %s',
    (url) => {
      expect(refusal({ ...minimal, database: { url } })).toBe('')
    },
  )
})

describe('a configuration that is not there', () => {
  it('is refused with how to make one', () => {
    expect(() => loadConfig(join(folder, 'nowhere.yaml'), {})).toThrow(
      /There is no configuration .*nowhere\.yaml: make one with `tourniquet init`/,
    )
  })
})
