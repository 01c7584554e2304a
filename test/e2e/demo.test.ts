import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { howMany } from '../support/long-run.js'
import { cliFolder, type Ended, removeCliFolders, runCli } from '../support/run-cli.js'

/** What `demo --json` promises to scripts. */
const demoJson = z.strictObject({
  incidentId: z.string().regex(/^inc_[0-9a-z]{20}$/),
  state: z.string(),
  principal: z.strictObject({ arn: z.string().startsWith('arn:'), type: z.string(), name: z.string() }),
  stages: z.array(z.strictObject({ name: z.string(), outcome: z.string(), durationMs: z.number().nonnegative() })),
  verdict: z.strictObject({
    policy: z.enum(['held', 'missing', 'altered', 'unknown']),
    enforcement: z.enum(['observed', 'notObserved', 'violated']),
    simulation: z.enum(['denied', 'allowed', 'unknown']),
    tampering: z.array(z.looseObject({})),
    suspects: z.array(z.looseObject({})),
    trailCut: z.boolean().optional(),
    trailUnread: z.number().int().optional(),
    contained: z.boolean(),
  }),
  restore: z
    .strictObject({ ownWritesUndone: z.boolean(), identical: z.boolean(), drift: z.array(z.looseObject({})) })
    .nullable(),
  audit: z.strictObject({ verified: z.boolean(), records: z.number().int(), localOnly: z.boolean() }),
  report: z.strictObject({ html: z.string(), markdown: z.string() }),
  reason: z.string().optional(),
})

const root = fileURLToPath(new URL('../../', import.meta.url))
const corpus = process.env.TOURNIQUET_CORPUS ?? join(root, '../shared/corpus')
const log = (name: string) => join(corpus, name)
const stratus = (name: string) => log(`stratus-red-team/${name}.json`)

/** Public logs of real attacks, each with the role that the finding accuses or, without one, that the log itself shows. */
const allTrails: [string, string[]][] = [
  ['Stratus: unusual EC2 instances', [stratus('aws.execution.ec2-launch-unusual-instances')]],
  [
    'Invictus: an attacked account',
    [log('invictus-aws-dataset'), '--principal', 'stratus-red-team-ec2-get-password-data-role'],
  ],
  ['Stratus: passwords of EC2 instances', [stratus('aws.credential-access.ec2-get-password-data')]],
  ['Stratus: a Bedrock model', [stratus('aws.impact.bedrock-invoke-model'), '--principal', 'test-role']],
]
/** Each costs eight seconds of a core: `npm test` plays one of each kind, a file and a folder. */
const trails = allTrails.slice(0, howMany({ short: 2, long: allTrails.length }))
const sso = 'AWSReservedSSO_AdministratorAccess_1b74cd717d47002b'
const hasCorpus = existsSync(corpus)

afterAll(removeCliFolders)

function expectWholeDemo(ended: Ended) {
  if (ended.code !== 0) throw new Error(`it ended with ${ended.code}\n${ended.stderr}\n${ended.stdout}`)
  const result = demoJson.parse(JSON.parse(ended.stdout))
  expect(result).toMatchObject({
    state: 'closed',
    verdict: { policy: 'held', tampering: [], suspects: [], contained: true },
    restore: { ownWritesUndone: true, identical: true, drift: [] },
    audit: { verified: true, localOnly: true },
  })
  expect(result.audit.records).toBeGreaterThan(20)
  return result
}

/** What differs from run to run: ids, digests, ports, times, and how often the intruder called before somebody looked. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/\b(inc|cnt)_[0-9a-z]+|\bASIA[0-9A-Z]+|\d\d:\d\d:\d\d|127\.0\.0\.1:\d+|sha256:[0-9a-f]+/g, '#')
    .replaceAll(/\d+ calls, \d+ failed/g, '# calls, # failed')
}

// Demos wait most of their time: side by side they take hardly longer than one.
describe('tourniquet demo --yes --json', () => {
  const runs = new Map<string, Ended>()
  let folder = ''
  beforeAll(async () => {
    folder = await cliFolder()
    const run = async (name: string, args: string[], own = {}) => {
      runs.set(name, await runCli(['demo', '--yes', '--json', ...args], own))
    }
    await Promise.all([
      run('made', [], {
        cwd: folder,
        env: { DATABASE_URL: 'postgres://127.0.0.1:1/x', REDIS_URL: 'redis://127.0.0.1:1' },
      }),
      ...(hasCorpus ? trails.map(([title, args]) => run(title, ['--trail', ...args])) : []),
      ...(hasCorpus ? [run('sso', ['--trail', log('traildiscover'), '--principal', sso])] : []),
    ])
  }, 150_000)
  const ended = (name: string): Ended => {
    const found = runs.get(name)
    if (found === undefined) throw new Error(`${name} was not run`)
    return found
  }

  it('runs the main job end to end, whatever database and queue the environment names', () => {
    const result = expectWholeDemo(ended('made'))
    expect(result.verdict.enforcement).toBe('observed')
    expect(ended('made').stderr).not.toMatch(/warning/i)
    expect(result.principal).toEqual({
      type: 'role',
      name: 'ci-deploy',
      arn: 'arn:aws:iam::111122223333:role/service/ci-deploy',
    })
    const names = result.stages.map(({ name }) => name)
    const inOrder = [
      'finding',
      'investigate',
      'plan',
      'approve',
      'block',
      'verify',
      'watch',
      'approveRestore',
      'restore',
    ]
    expect(names.slice(0, inOrder.length)).toEqual(inOrder)
  })

  it('accuses whom its own records point at, and they show where the session came from', () => {
    const { report } = expectWholeDemo(ended('made'))
    const told = readFileSync(report.markdown, 'utf8')
    expect(told).toMatch(/user\/build-server.*role\/service\/build-runner.*role\/service\/ci-deploy \| to its root/)
    expect(told).not.toMatch(
      /do not show an attack|The records point at|was not read to its end|is not known: no record/,
    )
    expect(ended('made').stderr).not.toMatch(/truncated|failed;/)
  })

  it('prints what the README shows, to the word', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const [, shown = ''] = /^( EXERCISE [\s\S]*?)\n\nrole ci-deploy: closed$/m.exec(readme) ?? []
    expect(shown).toContain('Contained')
    expect(withoutChance(ended('made').stderr)).toContain(withoutChance(shown))
  })

  it('leaves a report and an undo card that can be read', () => {
    const { report } = expectWholeDemo(ended('made'))
    expect(readFileSync(report.html, 'utf8')).toMatch(/<!doctype html>[\s\S]*ci-deploy/i)
    expect(readFileSync(report.markdown, 'utf8')).toContain('ci-deploy')
    expect(report.html.startsWith(join(folder, 'out'))).toBe(true)
  })

  if (!hasCorpus) it('skipped: corpus not found, so no log is played', () => expect(hasCorpus).toBe(false))
  for (const [title] of hasCorpus ? trails : [])
    it(`plays ${title}`, () => {
      expectWholeDemo(ended(title))
    })
  if (hasCorpus)
    it('refuses a role of Identity Center with exit 3, the reason and the way out', () => {
      const { code, stdout } = ended('sso')
      expect(code).toBe(3)
      expect(demoJson.parse(JSON.parse(stdout))).toMatchObject({
        state: 'refused',
        restore: null,
        verdict: { contained: false },
        audit: { verified: true },
        reason: expect.stringMatching(/IAM Identity Center.*Instead: Disable the user in Identity Center/),
      })
    })
})
