import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { printed } from '../../support/in-process-cli.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-check-'))
const path = join(folder, 'tourniquet.yaml')
const secret = 'canary-0123456789abcdef-canary'
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => {
  for (const name of ['DATABASE_URL', 'DATABASE_URL_FILE', 'REDIS_URL']) delete process.env[name]
})

const noteSchema = z.strictObject({
  severity: z.enum(['problem', 'warning']),
  file: z.string(),
  line: z.number().nullable(),
  path: z.string(),
  what: z.string().min(1),
  cure: z.string().min(1),
})
const answerSchema = z.strictObject({ ok: z.boolean(), notes: z.array(noteSchema) })

async function check(text: string) {
  writeFileSync(path, text)
  const { code, stdout } = await printed('config', 'check', '--config', path, '--json')
  const answer = answerSchema.parse(JSON.parse(stdout))
  expect(stdout).not.toContain(secret)
  return { code, ...answer, at: (where: string) => answer.notes.find((note) => note.path === where) }
}

const hash = (digit: string) => digit.repeat(64)
const good = `accounts:
  - id: "111122223333"
    mode: guarded
protected:
  - arn: "arn:aws:iam::*:role/break-glass"
approvals:
  contain:
    approvers:
      - {name: ana, tokenSha256: ${hash('a')}}
      - {name: bo, tokenSha256: ${hash('b')}}
    quorum: 2
  restore: {quorum: 2}
queue: {url: redis://redis.example.com}
sources:
  guardduty:
    secretsFile: secret
`
writeFileSync(join(folder, 'secret'), `${secret}\n`, { mode: 0o600 })

describe('tourniquet config check', () => {
  it('has nothing to say of a configuration that is well', async () => {
    expect(await check(good)).toMatchObject({ code: 0, ok: true, notes: [] })
  })

  it('tells all problems at once, each with its line and a cure', async () => {
    const found = await check(`dataDirr: x
server:
  port: "80"
accounts:
  - id: "1"
    mod: guarded
approvals:
  contain:
    approvers:
      - {name: ana, tokenSha256: ${hash('a')}}
    quorum: 3
sources:
  guardduty:
    secrets: [short]
`)
    expect([found.code, found.ok]).toEqual([1, false])
    expect(found.notes.map(({ path: where, line }) => [where, line]).sort()).toEqual([
      ['accounts.0.id', 5],
      ['accounts.0.mod', 6],
      ['approvals.contain', 8],
      ['dataDirr', 1],
      ['server.port', 3],
      ['sources.guardduty.secrets.0', 14],
    ])
    expect(found.at('accounts.0.mod')?.cure).toMatch(/mode/)
    expect(found.at('approvals.contain')?.what).toMatch(/a quorum of 3 needs as many people; there are 1/)
  })

  it('says what is missing, where its parent stands', async () => {
    const found = await check('accounts:\n  - mode: observe\n')
    expect(found.at('accounts.0.id')).toMatchObject({ line: 2, what: expect.stringMatching(/missing/) })
    expect(found.at('approvals')).toMatchObject({ line: null, what: expect.stringMatching(/missing/) })
  })

  it.each([
    ['that is no YAML', 'accounts: [\n  x: {', 2],
    ['with a key twice', 'dataDir: a\ndataDir: b\n', 2],
    ['that is a list', '- a\n', null],
  ])('tells the line of a file %s', async (_title, text, line) => {
    const found = await check(text)
    expect([found.code, found.notes.length, found.notes[0]?.line]).toEqual([1, 1, line])
  })

  it('quotes nothing of what it cannot understand: it may be a secret', async () => {
    const found = await check(`sources:\n  guardduty:\n    secrets: [*${secret}]\n`)
    expect(found.notes[0]?.what).toMatch(/alias/)
    expect(await check(`database: {url: "postgres://u:${secret}@h/d\n`)).toMatchObject({ code: 1 })
  })

  it.each<[string, string, string, RegExp]>([
    [
      'one approver',
      good.replace(/ {6}- \{name: bo.*\n/, '').replaceAll('quorum: 2', 'quorum: 1'),
      'approvals.contain.approvers',
      /only one approver/,
    ],
    [
      'a quorum of one',
      good.replace('    quorum: 2', '    quorum: 1'),
      'approvals.contain.quorum',
      /one person alone decides to contain/,
    ],
    [
      'no source',
      good.replace(/sources:\n.*\n.*secret\n/, ''),
      'sources',
      /no source is served, so no finding ever comes in/,
    ],
    [
      'secrets in the file',
      good.replace('secretsFile: secret', `secrets: [${secret}]`),
      'sources.guardduty.secrets',
      /stand in the configuration itself/,
    ],
    ['an account that is observed', good.replace('guarded', 'observe'), 'accounts.0.mode', /only observed/],
    ['nobody protected while writes are on', good.replace(/protected:\n.*\n/, ''), 'protected', /nobody is protected/],
    ['no Redis', good.replace(/queue.*\n/, ''), 'queue.url', /there is no Redis/],
    ['a server open to others', `${good}server: {host: 0.0.0.0}\n`, 'server.host', /plain HTTP/],
    [
      'a database password in the file',
      `${good}database: {url: "postgres://u:${secret}@h/d"}\n`,
      'database.url',
      /a password stands/,
    ],
    [
      'scaled time in a live file',
      `${good}exercise: {timeScale: 60}\n`,
      'exercise',
      /no endpoint of a simulated account/,
    ],
  ])('warns of %s, and lets it pass', async (_title, text, where, what) => {
    const found = await check(text)
    expect([found.code, found.ok]).toEqual([0, true])
    const note = found.at(where)
    expect(note).toMatchObject({ severity: 'warning', what: expect.stringMatching(what) })
    expect(found.notes.filter(({ severity }) => severity === 'problem')).toEqual([])
  })

  it('does not warn of an exercise against a simulated account, nor of loopback by any name', async () => {
    const exercise = good.replace('mode: guarded', 'mode: guarded\n    endpoint: http://127.0.0.1:4566')
    for (const host of ['127.0.0.1', 'localhost', '"::1"', '127.1.2.3']) {
      expect((await check(`${exercise}exercise: {timeScale: 60}\nserver: {host: ${host}}\n`)).notes).toEqual([])
    }
  })

  it('names the environment variable where the value came from it', async () => {
    process.env.DATABASE_URL_FILE = join(folder, 'nowhere')
    const { code, notes } = await check(good)
    expect([code, notes[0]?.file, notes[0]?.what]).toEqual([
      1,
      'environment',
      expect.stringMatching(/DATABASE_URL_FILE names .*nowhere/),
    ])
  })

  it('reads the secrets that stand in a file', async () => {
    const found = await check(good.replace('secretsFile: secret', 'secretsFile: nowhere'))
    expect(found.at('sources.guardduty.secretsFile')).toMatchObject({
      severity: 'problem',
      line: 16,
      what: expect.stringMatching(/ENOENT/),
    })
  })

  it('says for people what it says for programs, and of a missing file where to get one', async () => {
    writeFileSync(path, good.replace('guarded', 'auto'))
    const { code, stdout } = await printed('config', 'check', '--config', path)
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/tourniquet\.yaml:3: problem: accounts\.0\.mode: .*\n.*cannot be used: 1 problem/),
    ])
    const missing = await printed('config', 'check', '--config', join(folder, 'nowhere.yaml'))
    expect([missing.code, missing.stdout]).toEqual([
      1,
      expect.stringMatching(/there is no such file. `tourniquet init` writes one/),
    ])
    expect((await printed('config', 'check', '--nonsense')).code).toBe(2)
  })
})
