import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { printed } from '../../support/in-process-cli.js'
import { useTestPostgres } from '../../support/services.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-doctor-'))
const path = join(folder, 'tourniquet.yaml')
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => {
  // Otherwise the SDK would look for credentials on the network of a cloud machine.
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  })
})

const lineSchema = z.discriminatedUnion('status', [
  z.strictObject({ check: z.string().min(1), status: z.literal('green'), says: z.string().min(1), cure: z.null() }),
  z.strictObject({
    check: z.string().min(1),
    status: z.enum(['yellow', 'red']),
    says: z.string().min(1),
    cure: z.string().min(1),
  }),
])
const answerSchema = z.strictObject({ ok: z.boolean(), checks: z.array(lineSchema).min(1) })

const secret = 'canary-9f8e7d6c5b4a39281706f5e4d3'

function writeConfig(databaseUrl: string): void {
  const text = `dataDir: ${join(folder, 'data')}
database: {url: "${databaseUrl}"}
server: {port: 0}
accounts: [{id: "111122223333", endpoint: "http://127.0.0.1:1"}]
approvals: {contain: {approvers: [{name: ana, tokenSha256: ${'a'.repeat(64)}}]}}
sources: {guardduty: {secrets: [${secret}]}}
`
  writeFileSync(path, text)
}

describe('tourniquet doctor', () => {
  it('looks at everything in one run, and says the cure of all that is not green', async () => {
    writeConfig((await useTestPostgres()).url)
    const { code, stdout } = await printed('doctor', '--config', path, '--json')
    const { ok, checks } = answerSchema.parse(JSON.parse(stdout))
    expect([code, ok]).toEqual([1, false])
    expect(new Set(checks.map(({ check }) => check))).toEqual(
      new Set([
        ...[
          'Node.js',
          'configuration',
          'data folder',
          'disk',
          'sources',
          'webhook secrets',
          'web server',
          'PostgreSQL',
          'schema',
        ],
        ...['PostgreSQL clock', 'audit anchors', 'Redis', 'aws 111122223333 endpoint', 'aws 111122223333'],
      ]),
    )
    expect(checks.filter(({ status }) => status === 'red').map(({ check }) => check)).toEqual(['aws 111122223333'])
    expect(stdout).not.toContain(secret)
  })

  it('prints a line each for people, its cure beneath, and ends with 1 where something is red', async () => {
    writeConfig('postgres://u:canary@127.0.0.1:1/d')
    const { code, stdout } = await printed('doctor', '--config', path)
    expect(code).toBe(1)
    expect(stdout).toMatch(/BAD .*PostgreSQL.*does not answer.*\n.*cure:.* Check that it runs/)
    expect(stdout).toMatch(/\d+ green, \d+ yellow, \d+ red\. Nothing was changed\.\n$/)
    expect(stdout).not.toContain('canary')
  })

  it('without a usable configuration says what is wrong with it, and looks at the rest another time', async () => {
    const { code, stdout } = await printed('doctor', '--config', join(folder, 'nowhere.yaml'), '--json')
    const { checks } = answerSchema.parse(JSON.parse(stdout))
    expect(code).toBe(1)
    expect(checks.map(({ check }) => check)).toEqual(['Node.js', 'configuration'])
    expect(checks[1]).toMatchObject({ status: 'red', cure: expect.stringMatching(/tourniquet init/) })
  })
})
