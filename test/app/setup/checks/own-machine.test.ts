import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configSchema } from '../../../../app/config.js'
import { green } from '../../../../app/setup/check-line.js'
import { checkAwsEndpoints } from '../../../../app/setup/checks/aws-endpoints.js'
import { checkClock } from '../../../../app/setup/checks/clock-skew.js'
import { checkDataFolder } from '../../../../app/setup/checks/data-folder.js'
import { checkNodeVersion } from '../../../../app/setup/checks/node-version.js'
import { checkSources } from '../../../../app/setup/checks/sources.js'
import { checkWebhookSecrets } from '../../../../app/setup/checks/webhook-secrets.js'
import { runChecks } from '../../../../app/setup/run-checks.js'
import { sourcesSchema } from '../../../../app/sources-config.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('Node.js', () => {
  it.each([
    ['18.20.0', 'red'],
    ['20.18.1', 'red'],
    ['20.19.0', 'yellow'],
    ['22.1.0', 'green'],
    ['24.0.0', 'green'],
  ])('%s is %s', (version, status) => {
    expect(checkNodeVersion(version).status).toBe(status)
  })
})

describe('the data folder', () => {
  it('is green where it is there, and where it can be made', async () => {
    expect(await checkDataFolder(folder, async () => 9_999)).toMatchObject([{ status: 'green' }, { status: 'green' }])
    const [line] = await checkDataFolder(join(folder, 'a', 'b'), async () => 9_999)
    expect(line).toMatchObject({ status: 'green', says: expect.stringMatching(/will be made/) })
  })

  it('is red where a file stands in its place, with the cure', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(await checkDataFolder(file)).toMatchObject([{ status: 'red', cure: expect.stringMatching(/dataDir/) }])
  })

  it.each([
    [100, 'red'],
    [1_000, 'yellow'],
    [3_000, 'green'],
  ])('with %d MiB free is %s', async (mib, status) => {
    expect((await checkDataFolder(folder, async () => mib))[1]?.status).toBe(status)
  })

  it('asks the system how much is free', async () => {
    const [, line] = await checkDataFolder(folder)
    expect(line?.says).toMatch(/^\d+ MiB free on /)
  })
})

describe('webhook secrets', () => {
  const strong = '3f9a1c77e2b84d05b6c1f0a9d8e7c6b5'
  const check = (sources: object) => checkWebhookSecrets(join(folder, 'tourniquet.yaml'), sourcesSchema.parse(sources))
  const statuses = (secrets: string[]) => check({ guardduty: { secrets } }).map(({ status }) => status)

  it('are green where they are long and random', () => {
    expect(statuses([strong, `${strong}00`])).toEqual(['green'])
  })

  it.each([
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'red'],
    ['my-webhook-secret-0123456789-abcdefg', 'red'],
    ['changeme-changeme-changeme-changeme', 'red'],
    ['3f9a1c77e2b84d05', 'yellow'],
  ])('%s is %s, and is not printed', (secret, status) => {
    const lines = check({ guardduty: { secrets: [secret] } })
    expect(lines.map((line) => line.status)).toEqual([status])
    expect(JSON.stringify(lines)).not.toContain(secret)
  })

  it('are yellow where other users can read their file', () => {
    const file = join(folder, 'secret')
    writeFileSync(file, strong)
    chmodSync(file, 0o644)
    const sources = { splunk: { secrets: [strong], secretsFile: 'secret' } }
    expect(check(sources)).toMatchObject([{ status: 'yellow', cure: `chmod 600 ${file}` }])
    chmodSync(file, 0o600)
    expect(check(sources)).toMatchObject([{ status: 'green' }])
  })
})

describe('webhook secrets of several sources', () => {
  const check = (sources: object) => checkWebhookSecrets('tourniquet.yaml', sourcesSchema.parse(sources))
  const [one, two] = ['3f9a1c77e2b84d05b6c1f0a9d8e7c6b5', '7c6b5a493f1e0d2c8b7a69584736251f']

  it('are counted by source, and nothing is said where there is none', () => {
    expect(check({})).toEqual([])
    expect(check({ detective: { pull: { everyMinutes: 5 } } })).toEqual([])
    expect(check({ guardduty: { secrets: [one] }, splunk: { secrets: [two] } })).toMatchObject([
      { status: 'green', says: '1 of guardduty, 1 of splunk, none of them guessable' },
    ])
  })

  it('are yellow where one opens two doors', () => {
    const lines = check({ elastic: { secrets: [one] }, splunk: { secrets: [two, one] } })
    expect(lines).toMatchObject([
      { status: 'yellow', says: expect.stringMatching(/splunk and elastic have a secret in common/) },
    ])
    expect(JSON.stringify(lines)).not.toContain(one)
  })

  it('say how to make one of their own kind', () => {
    const weak = `whsec_${Buffer.alloc(32).toString('base64')}`
    expect(check({ generic: { secrets: [weak] } })).toMatchObject([
      { status: 'red', cure: expect.stringMatching(/printf "whsec_%s/) },
    ])
  })
})

describe('the sources', () => {
  const check = (sources: object, publicUrl: string | null = null) =>
    checkSources({ sources: sourcesSchema.parse(sources), server: { host: '127.0.0.1', port: 8080, publicUrl } })
  const secrets = ['3f9a1c77e2b84d05b6c1f0a9d8e7c6b5']

  it('are told one by one with the address for the sender, and never with a secret', () => {
    const lines = check({ guardduty: { secrets }, splunk: { secrets }, detective: { pull: { everyMinutes: 5 } } })
    expect(lines.map(({ status, says }) => [status, says])).toEqual([
      ['green', 'guardduty: https://tourniquet.example.com/webhooks/guardduty (1 secret)'],
      ['green', 'detective: https://tourniquet.example.com/webhooks/detective (asked every 5 min)'],
      ['green', 'splunk: https://tourniquet.example.com/webhooks/splunk/<SECRET> (1 secret)'],
      ['green', expect.stringMatching(/^not served: security-hub, elastic, generic, sns, sqs /)],
    ])
    expect(JSON.stringify(lines)).not.toContain(secrets[0])
  })

  it('are yellow where there is none, and where secrets go over plain HTTP', () => {
    expect(check({})).toMatchObject([{ status: 'yellow', says: expect.stringMatching(/no finding ever comes in/) }])
    expect(check({ guardduty: { secrets } }, 'http://tourniquet.example.com').at(-1)).toMatchObject({
      status: 'yellow',
    })
    for (const url of ['https://tourniquet.example.com', 'http://127.0.0.1:8080', 'http://localhost:8080']) {
      expect(check({ guardduty: { secrets } }, url).map(({ status }) => status)).toEqual(['green', 'green'])
    }
  })
})

describe('clocks', () => {
  it.each([
    [0, 'green'],
    [-4_000, 'green'],
    [6_000, 'yellow'],
    [-299_000, 'yellow'],
    [301_000, 'red'],
    [-301_000, 'red'],
  ])('%d ms apart are %s', (skewMs, status) => {
    expect(checkClock('clock', "AWS's", skewMs).status).toBe(status)
  })
})

describe('an endpoint that is not AWS', () => {
  const [account] = configSchema.shape.accounts.parse([{ id: '111122223333' }])
  if (account === undefined) throw new Error('one account was given')

  it.each([
    [
      'the variable for all',
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
      null,
      /NOT AWS: AWS_ENDPOINT_URL is 127\.0\.0\.1:4566/,
    ],
    [
      'the variable for one',
      { AWS_ENDPOINT_URL_STS: 'http://sts.evil.example' },
      null,
      /NOT AWS: AWS_ENDPOINT_URL_STS/,
    ],
    ['a name that only looks like it', { AWS_ENDPOINT_URL: 'https://amazonaws.com.evil.example' }, null, /NOT AWS/],
    ['the configuration', {}, 'http://127.0.0.1:4566', /NOT AWS: endpoint/],
  ])('is said loudly where it comes from %s', (_title, env, endpoint, says) => {
    const line = checkAwsEndpoints({ ...account, endpoint }, env)
    expect(line).toMatchObject({ status: 'yellow', says: expect.stringMatching(says) })
  })

  it('is told apart from AWS by another address, and from what the SDK was told to ignore', () => {
    const vpc = { AWS_ENDPOINT_URL_STS: 'https://vpce-1.sts.us-east-1.vpce.amazonaws.com' }
    const ignored = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }
    for (const env of [{}, vpc, ignored]) expect(checkAwsEndpoints(account, env).status).toBe('green')
  })
})

describe('checks', () => {
  const check = (name: string, run: () => Promise<ReturnType<typeof green>[]>) => ({
    name,
    cureOfSilence: `wake ${name}`,
    run,
  })

  it('run side by side, and a silent one holds up nobody: it is red, and told to give up', async () => {
    let gaveUp = false
    const silent = {
      name: 'hole',
      cureOfSilence: 'wake it',
      run: (signal: AbortSignal) => {
        signal.addEventListener('abort', () => {
          gaveUp = true
        })
        return new Promise<never>(() => undefined)
      },
    }
    const lines = await runChecks([silent, check('b', async () => [green('b', 'well')])], 50)
    expect(lines).toMatchObject([
      { check: 'hole', status: 'red', cure: 'wake it' },
      { check: 'b', status: 'green' },
    ])
    expect(gaveUp).toBe(true)
  })

  it('that fail are red lines of their own', async () => {
    const failing = check('a', async () => {
      throw new Error('boom')
    })
    expect(await runChecks([failing], 1_000)).toMatchObject([
      { check: 'a', status: 'red', says: expect.stringMatching(/boom/) },
    ])
  })
})
