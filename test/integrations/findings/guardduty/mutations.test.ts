import fc from 'fast-check'
import { parseGuardDuty } from '../../../../integrations/findings/guardduty/parse-guardduty.js'
import { guardDutySample } from '../../../../integrations/findings/guardduty/sample.js'
import type { Json } from '../../../../src/domain/canonical-json.js'
import { findingSchema } from '../../../../src/domain/finding.js'
import { jsonSchema } from '../../../../src/domain/json-schema.js'

const sample = guardDutySample({
  accountId: '111122223333',
  partition: 'aws',
  region: 'eu-west-1',
  roleName: 'ci-deploy',
  roleId: 'AROAIOSFODNN7EXAMPLE',
  sessionName: 'build-4711',
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  findingId: 'd0bfe135ab8b4dd8c3eaae7df9900073',
  firstSeenAt: '2026-03-01T09:40:00Z',
  lastSeenAt: '2026-03-01T09:58:00Z',
  updatedAt: '2026-03-01T10:01:30.120Z',
  remoteIp: '198.51.100.7',
})
const valid = jsonSchema.parse(sample)

type Path = readonly string[]
type Change = { readonly to: Json } | 'delete' | 'rename'

function pathsOf(value: Json, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...at, key]))]
}

/** The same JSON with one place deleted (undefined), renamed to PascalCase or replaced. */
function mutated(value: Json, path: Path, change: Change): Json | undefined {
  const [key, ...rest] = path
  if (key === undefined) return change === 'delete' ? undefined : change === 'rename' ? value : change.to
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).flatMap(([name, child]): [string, Json][] => {
    if (name !== key) return [[name, child]]
    const result = mutated(child, rest, change)
    const renamed = change === 'rename' && rest.length === 0 ? name.charAt(0).toUpperCase() + name.slice(1) : name
    return result === undefined ? [] : [[renamed, result]]
  })
  return Object.fromEntries(entries)
}

const paths = pathsOf(valid)
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant('delete' as const),
  fc.constant('rename' as const),
  fc.record({
    to: fc.oneof(
      fc.constantFrom<Json>(
        null,
        true,
        '',
        0,
        -1,
        [],
        {},
        '*',
        'eve\n',
        '../x',
        'AROA:x',
        'AssumedRole',
        'Root',
        '444455556666',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.jsonValue({ maxDepth: 2 }).map((value) => jsonSchema.parse(value)),
    ),
  }),
)
const mutation = fc.tuple(fc.constantFrom(...paths), change)

function mutate(mutations: readonly (readonly [Path, Change])[]): Json {
  return mutations.reduce<Json>((payload, [path, how]) => mutated(payload, path, how) ?? null, valid)
}

describe('a GuardDuty finding of an assumed role, damaged in any places', () => {
  it('is read or refused with a reason on one line, and never becomes a finding about a user', () => {
    let accepted = 0
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const parsed = parseGuardDuty(mutate(mutations))
        if (!parsed.accepted) {
          expect(parsed.reason).toMatch(/^[\x20-\x7e]+\.$/)
          return
        }
        accepted += 1
        expect(findingSchema.safeParse(parsed.finding).success).toBe(true)
        expect(parsed.finding.principal.type).not.toBe('user')
      }),
      { numRuns: 5000 },
    )
    // Otherwise the rule above would hold for nothing.
    expect(accepted).toBeGreaterThan(500)
  })

  it('is never a user while its principal id says AROA, whatever its user type and name say', () => {
    const text = fc.oneof(fc.constantFrom('IAMUser', 'User', 'Root', 'ci-deploy'), fc.string())
    fc.assert(
      fc.property(text, text, (userType, userName) => {
        const details = ['detail', 'resource', 'accessKeyDetails']
        const payload = mutate([
          [[...details, 'userType'], { to: userType }],
          [[...details, 'userName'], { to: userName }],
        ])
        const parsed = parseGuardDuty(payload)
        expect(parsed.accepted && parsed.finding.principal.type).not.toBe('user')
      }),
    )
  })

  it('answers any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        expect(parseGuardDuty(payload).accepted).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })

  it('answers JSON that is nested 100,000 levels deep, wherever it stands', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    for (const key of [...Object.keys(sample.detail), 'AccountId', 'Service', 'unknown']) {
      expect(() => parseGuardDuty({ ...sample, detail: { ...sample.detail, [key]: deep } })).not.toThrow()
    }
  })
})
