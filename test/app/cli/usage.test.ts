import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { guardDutySample } from '../../../integrations/findings/guardduty/sample.js'
import { printed } from '../../support/in-process-cli.js'
import { cliFolder, removeCliFolders, runCli } from '../../support/run-cli.js'

afterAll(removeCliFolders)

const commands = [
  'demo',
  'exercise',
  'exercise list',
  'exercise check',
  'exercise init',
  'exercise run',
  'exercise guide',
  'exercise report',
  'exercise plan',
  'exercise trend',
  'init',
  'config',
  'config check',
  'doctor',
  'sources',
  'simulate',
  'serve',
  'work',
  'migrate',
  'ingest',
  'incidents',
  'incidents list',
  'incidents show',
  'approve',
  'deny',
  'restore',
  'retry',
  'scope',
  'close',
  'block',
  'note',
  'vouch',
  'name',
  'blocks',
  'blocks list',
  'iam-policy',
  'evidence',
  'evidence queries',
  'slack',
  'slack manifest',
  'freeze',
  'unfreeze',
  'allow-blocks',
  'reconcile',
  'audit',
  'audit verify',
  'audit export',
  'review',
  'playbook',
  'playbook list',
  'playbook show',
  'playbook graph',
]

describe('every command', () => {
  it.each(['', ...commands])('explains itself: %s --help', async (command) => {
    const { code, stdout, stderr } = await printed(...command.split(' ').filter(Boolean), '--help')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(new RegExp(`^Usage: tourniquet ${command}`.trim()))
  })

  it('is named by the help of the whole', async () => {
    const { stdout } = await printed('--help')
    for (const command of commands.filter((name) => !name.includes(' '))) expect(stdout).toContain(`  ${command} `)
  })

  it('that is none ends as a usage error, with a word on what to do', async () => {
    for (const args of [
      ['contain'],
      ['demo', '--force'],
      ['approve'],
      ['approve', 'inc_1'],
      ['restore', 'x', '--as', 'y'],
    ]) {
      const { code, stdout, stderr } = await printed(...args)
      expect([args, code, stdout]).toEqual([args, 2, ''])
      expect(stderr).toMatch(/^error: .+/)
    }
  })
})

describe('what needs a configuration', () => {
  it.each(['serve', 'work', 'migrate', 'blocks list --orphans'])(
    '%s says in one sentence which file is missing, and how to make one',
    async (command) => {
      const { code, stderr } = await printed(...command.split(' '), '--config', '/nowhere/tourniquet.yaml')
      expect(code).toBe(1)
      expect(stderr).toMatch(
        /^tourniquet: There is no configuration \/nowhere\/tourniquet\.yaml: make one with .*\.\n$/,
      )
    },
  )
})

describe('what people do', () => {
  it.each(['incidents list', 'blocks list'])('needs their own token: %s', async (command) => {
    const { code, stderr } = await runCli(command.split(' '))
    expect([code, stderr]).toEqual([1, expect.stringMatching(/Your own token is needed: set TOURNIQUET_TOKEN/)])
  })

  it('says where nobody listens', async () => {
    const env = { TOURNIQUET_TOKEN: 'token-of-ana-0123456789' }
    const { code, stderr } = await runCli(['incidents', 'list', '--server', 'http://127.0.0.1:1'], { env })
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/http:\/\/127.0.0.1:1 does not answer. Is `tourniquet serve` running/),
    ])
  })
})

describe('ingest', () => {
  const payload = guardDutySample({
    accountId: '111122223333',
    partition: 'aws',
    region: 'eu-west-1',
    roleName: 'ci-deploy',
    sessionName: 'build-4711',
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    findingId: 'd0bfe135ab8b4dd8c3eaae7df9900073',
    firstSeenAt: '2026-03-01T09:40:00Z',
    lastSeenAt: '2026-03-01T09:58:00Z',
    updatedAt: '2026-03-01T10:01:30.120Z',
    remoteIp: '198.51.100.7',
  })
  async function file(content: string) {
    const path = join(await cliFolder(), 'finding.json')
    writeFileSync(path, content)
    return path
  }

  it('says what a finding would start', async () => {
    const path = await file(JSON.stringify(payload))
    const { code, stdout } = await printed('ingest', path, '--source', 'guardduty', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      accepted: true,
      principal: { type: 'role', name: 'ci-deploy' },
      playbook: 'compromised-principal',
    })
  })

  it.each([
    ['one that is not ours', JSON.stringify({ source: 'aws.health', detail: {} }), 3, /Not taken/],
    ['one that is broken', '{', 1, /is not JSON/],
  ])('ends %s with its own exit code', async (_title, content, exit, message) => {
    const { code, stdout, stderr } = await printed('ingest', await file(content), '--source', 'guardduty')
    expect([code, stdout + stderr]).toEqual([exit, expect.stringMatching(message)])
  })

  it('knows its sources', async () => {
    const { code, stderr } = await printed('ingest', '-', '--source', 'pagerduty')
    expect([code, stderr]).toEqual([2, expect.stringMatching(/"pagerduty" is no source. Known: guardduty/)])
  })
})

describe('demo, before it plays anything', () => {
  it('without a terminal and without --yes says that nobody can be asked', async () => {
    const { code, stdout, stderr } = await runCli(['demo'])
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(/nobody can be asked here.*Add --yes/)])
  })

  it.each([
    ['a log that is not there', ['--trail', 'nowhere.json'], /nowhere\.json/],
    ['a log that is none', ['--trail', fileURL('run-cli.ts')], /Nothing could be read from --trail/],
    ['a principal without a log', ['--principal', 'ci-deploy'], /give the log with --trail/],
  ])('%s is a usage error', async (_title, args, message) => {
    const { code, stdout, stderr } = await runCli(['demo', '--yes', '--json', ...args])
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)])
  })
})

function fileURL(name: string): string {
  return new URL(`../../support/${name}`, import.meta.url).pathname
}
