import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { hashToken } from '../../../app/config.js'
import { guideNames, guides } from '../../../app/setup/guides/all-guides.js'
import { elasticBodyTemplate } from '../../../app/setup/guides/vendor-guides.js'
import { printed } from '../../support/in-process-cli.js'
import { cliFolder, removeCliFolders } from '../../support/run-cli.js'

afterAll(removeCliFolders)
const baseUrl = 'https://findings.example.org'
const secret = 'a-secret-that-is-never-printed'

async function configured(sources: object, server: object = {}): Promise<string> {
  const path = join(await cliFolder(), 'tourniquet.yaml')
  const approvers = [{ name: 'ana', tokenSha256: hashToken('token of ana') }]
  writeFileSync(
    path,
    stringify({ server, accounts: [{ id: '111122223333' }], approvals: { contain: { approvers } }, sources }),
  )
  return path
}

describe('tourniquet sources', () => {
  it('lists every way in, whether it is served and by what, and no secret', async () => {
    const config = await configured(
      { splunk: { secrets: [secret] }, sns: { topics: ['arn:aws:sns:eu-west-1:111122223333:findings'] } },
      { publicUrl: `${baseUrl}/` },
    )
    const { code, stdout } = await printed('sources', '--config', config)
    expect(code).toBe(0)
    expect(stdout).not.toContain(secret)
    expect(stdout).toMatch(
      /^splunk +1 secret +secret in the address +https:\/\/findings.example.org\/webhooks\/splunk\/<SECRET>$/m,
    )
    expect(stdout).toMatch(/^sns +1 topic +signature of SNS, topic +https:\/\/findings.example.org\/webhooks\/sns$/m)
    expect(stdout).toMatch(/^guardduty +not served /m)
    const json = JSON.parse((await printed('sources', '--json', '--config', config)).stdout)
    expect(json.map(({ name }: { name: string }) => name)).toEqual(guideNames)
  })

  it('says that there is no configuration, where there is none', async () => {
    const { code, stdout } = await printed('sources')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/no configuration here/)])
  })

  it.each(guideNames)('says what to paste where for %s, with the address and without a secret', async (name) => {
    const config = await configured({ guardduty: { secrets: [secret] } })
    const { code, stdout } = await printed('sources', name, '--url', baseUrl, '--config', config)
    expect(code).toBe(0)
    expect(stdout).not.toContain(secret)
    if (name !== 'sqs') expect(stdout).toContain(`${baseUrl}/webhooks/${name}`)
    expect(stdout).toMatch(new RegExp(`sources:\n  ${name}:\n`))
  })

  it.each([
    ['a source that there is not', ['sources', 'pagerduty']],
    ['an address with a command in it', ['sources', 'elastic', '--url', 'https://x/$(id)']],
    ['an address with credentials', ['sources', 'elastic', '--url', 'https://a:b@x']],
  ])('refuses %s', async (_what, args) => {
    expect((await printed(...args)).code).toBe(2)
  })
})

describe('the guides', () => {
  it('give Kibana the template that is shipped, with the alerts as JSON', () => {
    const template = elasticBodyTemplate()
    expect(guides.elastic({ baseUrl })).toContain(template.trim())
    const rendered = template
      .replace('{{{context.alerts}}}', '{"kibana.alert.uuid":"a"},{"kibana.alert.uuid":"b"}')
      .replace(/\{\{[\w.]+\}\}/g, 'x')
    expect(JSON.parse(rendered)).toMatchObject({ source: 'elastic', alerts: [{}, {}] })
  })

  /** With an `aws` and a `curl` that only say that they were called. */
  it.each(['guardduty', 'security-hub', 'sns', 'sqs', 'generic'] as const)(
    'hold commands that a shell can run, and JSON where AWS wants some: %s',
    async (name) => {
      const folder = await cliFolder()
      const bin = join(folder, 'bin')
      mkdirSync(bin)
      for (const command of ['aws', 'curl']) {
        writeFileSync(join(bin, command), '#!/bin/sh\necho "arn:aws:x:eu-west-1:111122223333:y"\n')
        chmodSync(join(bin, command), 0o755)
      }
      writeFileSync(join(folder, 'finding.json'), '{}')
      const commands = guides[name]({ baseUrl })
        .split(/^\d\. .*\n(?:.*\n)??\n/m)
        .filter((part) => /^(\(umask|[A-Z_]+=|arn_of|cat >)/.test(part))
        .map((part) => part.replace(/^sources:\n(?: .*\n)+/m, ''))
        .join('\n')
        .replace('rm connection.json', '')
      execFileSync('sh', ['-e', '-c', commands], {
        cwd: folder,
        env: { PATH: `${bin}:${process.env.PATH}` },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const written = readdirSync(folder).filter((file) => file.endsWith('.json'))
      expect(written.length).toBeGreaterThan(name === 'generic' ? 0 : 1)
      for (const file of written) {
        const document = JSON.parse(readFileSync(join(folder, file), 'utf8'))
        if (file === 'queue-policy.json') {
          expect(JSON.parse(document.Policy).Statement[0].Resource).toBe('arn:aws:x:eu-west-1:111122223333:y')
        }
        if (file === 'connection.json') {
          const { ApiKeyName, ApiKeyValue } = document.AuthParameters.ApiKeyAuthParameters
          expect([ApiKeyName, ApiKeyValue]).toEqual(['x-api-key', expect.stringMatching(/^[0-9a-f]{48}$/)])
        }
      }
    },
  )
})
