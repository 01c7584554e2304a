import fc from 'fast-check'
import { type Json, jsonSchema } from '../../../src/domain/canonical-json.js'
import { aGuardDutyEvent, post, serve } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import { useWorlds } from '../../support/worlds.js'

const { url: databaseUrl } = await useTestPostgres()
const RUNS = 250
const PAYLOADS_A_RUN = 8

type Path = readonly string[]
function pathsOf(value: Json, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...at, key]))]
}

function replaced(value: Json, [key, ...rest]: Path, to: Json): Json {
  if (key === undefined) return to
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([k, child]) => [k, k === key ? replaced(child, rest, to) : child]),
  )
}

const strange = fc.oneof(
  fc.constantFrom<Json>(null, '', 0, -1, 1e308, [], {}, 'a\u0000b', '\ud800', '2026-13-45T99:99:99Z', '../../x', '%00'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }).map((value) => jsonSchema.parse(value)),
)

describe('a finding that was damaged anywhere', () => {
  const createWorld = useWorlds({ databaseUrl })

  it(`of ${RUNS * PAYLOADS_A_RUN} none is answered with a 5xx, and no rejection is left unhandled`, async () => {
    const world = await createWorld()
    const server = await serve(world)
    const unhandled: string[] = []
    const note = (reason: Error) => void unhandled.push(String(reason))
    process.on('unhandledRejection', note)
    const valid = jsonSchema.parse(JSON.parse(JSON.stringify(aGuardDutyEvent(world))))
    const mutation = fc.tuple(fc.constantFrom(...pathsOf(valid)), strange)
    const damage = fc.array(mutation, { minLength: 1, maxLength: 3 })
    const seen = new Map<number, number>()
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(damage, { minLength: PAYLOADS_A_RUN, maxLength: PAYLOADS_A_RUN }),
          async (damages) => {
            const payloads = damages.map((mutations) =>
              mutations.reduce<Json>((event, [path, to]) => replaced(event, path, to), valid),
            )
            const answers = await Promise.all(payloads.map((payload) => post(server, JSON.stringify(payload))))
            for (const { status } of answers) {
              seen.set(status, (seen.get(status) ?? 0) + 1)
              expect([200, 202, 400, 422]).toContain(status)
            }
          },
        ),
        { numRuns: RUNS },
      )
    } finally {
      await server.close()
      process.off('unhandledRejection', note)
    }
    expect(unhandled).toEqual([])
    // Otherwise the rule would hold for nothing.
    for (const status of [200, 202, 422]) expect(seen.get(status)).toBeGreaterThan(20)
  }, 120_000)
})
