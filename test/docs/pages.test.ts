import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { guardDutySample } from '../../integrations/findings/guardduty/sample.js'
import { printed } from '../support/in-process-cli.js'

const at = (path: string) => new URL(`../../${path}`, import.meta.url)
const pages = [
  'docs/webhooks.md',
  'docs/deployment.md',
  'docs/operations.md',
  'docs/configuration.md',
  'docs/evidence.md',
  'docs/exercises.md',
]
const textOf = (page: string) => readFileSync(at(page), 'utf8')

/** What stands after `tourniquet` in code: words, then the options that belong to them. */
function commandsIn(text: string): string[] {
  const code = [...text.matchAll(/```sh\n([\s\S]*?)```|`([^`\n]+)`/g)].map(([, block, inline]) => block ?? inline ?? '')
  const calls = code.flatMap((one) => [...one.matchAll(/(?:^|npx |bin\/)tourniquet ([a-z][^\n`#>|;&]*)/gm)])
  return [...new Set(calls.map(([, call = '']) => call.trim()))]
}

const groups = ['config', 'audit', 'evidence', 'incidents', 'blocks', 'playbook', 'exercise']

describe.each(pages)('%s', (page) => {
  const calls = commandsIn(textOf(page))

  it('names commands, and each of them is there with its options', async () => {
    expect(calls.length).toBeGreaterThan(2)
    const missing: string[] = []
    for (const call of calls) {
      const [first = '', second = ''] = call.split(/\s+/)
      const words = groups.includes(first) && /^[a-z]/.test(second) ? [first, second] : [first]
      const { code, stdout } = await printed(...words, '--help')
      const options = [...call.matchAll(/--[a-z-]+/g)].map(([option]) => option)
      missing.push(
        ...(code === 0 ? options.filter((option) => !stdout.includes(option)) : ['']).map(
          (option) => `${call}: ${option}`,
        ),
      )
    }
    expect(missing).toEqual([])
  })

  it('links to pages and files that are there', () => {
    const links = [...textOf(page).matchAll(/\]\(([\w./-]+)(#[\w-]+)?\)/g)].map(([, target]) => `docs/${target}`)
    const named = [...textOf(page).matchAll(/`(deploy\/[\w./-]+)`/g)].map(([, path]) => path ?? '')
    const made = ['deploy/config/tourniquet.yaml', 'deploy/aws.env']
    expect([...links, ...named].filter((path) => !existsSync(at(path)) && !made.includes(path))).toEqual([])
  })
})

describe('the event pattern of docs/deployment.md', () => {
  const [pattern, targets] = [...textOf('docs/deployment.md').matchAll(/```json\n([\s\S]*?)```/g)].map(
    ([, json = '']) => JSON.parse(json),
  )
  const matcher: z.ZodType = z.lazy(() => z.union([z.array(z.unknown()), z.record(z.string(), matcher)]))

  /** As EventBridge matches: a list of values, or of `exists`, and every key of the pattern. */
  function matches(wanted: unknown, given: unknown): boolean {
    if (Array.isArray(wanted)) {
      return wanted.some((one) =>
        isObject(one) && 'exists' in one ? (given !== undefined) === one.exists : one === given,
      )
    }
    if (!isObject(wanted) || !isObject(given)) return false
    const fields = new Map(Object.entries(given))
    return Object.entries(wanted).every(([key, inner]) => matches(inner, fields.get(key)))
  }
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

  const event = guardDutySample({
    ...{ accountId: '111122223333', partition: 'aws', region: 'us-east-1', roleName: 'ci', sessionName: 's' },
    ...{
      accessKeyId: 'ASIAEXAMPLE0000000001',
      findingId: 'd0bfe135ab8b4dd8c3eaae7df9900073',
      remoteIp: '198.51.100.7',
    },
    ...{
      firstSeenAt: '2026-03-01T09:40:00Z',
      lastSeenAt: '2026-03-01T09:58:00Z',
      updatedAt: '2026-03-01T10:01:30.120Z',
    },
  })

  it('lets a finding about credentials through', () => {
    expect(matcher.safeParse(pattern).success).toBe(true)
    expect(matches(pattern, event)).toBe(true)
  })

  it('keeps what is archived, what is about no credentials, and other sources out', () => {
    const { detail, ...envelope } = z
      .looseObject({ detail: z.looseObject({ service: z.looseObject({}), resource: z.looseObject({}) }) })
      .parse(event)
    const archived = { ...envelope, detail: { ...detail, service: { ...detail.service, archived: true } } }
    const instance = { ...envelope, detail: { ...detail, resource: { resourceType: 'Instance' } } }
    for (const other of [archived, instance, { ...envelope, detail, source: 'aws.health' }])
      expect(matches(pattern, other)).toBe(false)
  })

  it('goes to a target that keeps what it could not deliver', () => {
    expect(targets).toMatchObject([{ DeadLetterConfig: { Arn: expect.stringMatching(/^arn:aws:sqs:/) } }])
  })
})
