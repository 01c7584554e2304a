import { intakeSources, judgePayload } from '../../../../app/intake.js'
import type { Json } from '../../../../src/domain/canonical-json.js'
import { dedupKey } from '../../../../src/domain/finding.js'
import { jsonSchema } from '../../../../src/domain/json-schema.js'
import { inPascalCase, payloadOf, readBase, withPlace } from '../../../support/finding-case.js'
import { aGuardDutyEvent, incidentOf, post, serve } from '../../../support/served.js'
import { useTestPostgres } from '../../../support/services.js'
import { useWorlds } from '../../../support/worlds.js'

const { url: databaseUrl } = await useTestPostgres()
const base = readBase('guardduty')
const [guardDuty] = intakeSources

function taken(payload: Json) {
  if (guardDuty === undefined) throw new Error('GuardDuty is not served.')
  const intake = judgePayload(guardDuty, Buffer.from(JSON.stringify(payload)), null)
  if (!intake.accepted) throw new Error(intake.reason)
  return intake.findings[0]
}

/** The ways in which one finding arrives: by EventBridge, by an input path, from S3, or replayed from get-findings. */
function waysOf(event: Json): Readonly<Record<string, Json>> {
  const form = (name: 'bare' | 'pascalCaseEvent' | 'pascalCaseBare' | 'getFindings') =>
    payloadOf(
      { name, form: name, set: {}, remove: [], payload: undefined, expected: { accepted: true, finding: {} } },
      { ...base, payload: jsonObject(event) },
    )
  return {
    'in an envelope': event,
    bare: form('bare'),
    'replayed in PascalCase': form('pascalCaseBare'),
    'in an envelope, replayed': form('pascalCaseEvent'),
    'as get-findings prints it': form('getFindings'),
    'as get-findings prints it, in camelCase': { findings: [form('bare')] },
    "in an envelope of another account's bus": withPlace(event, 'account', '999988887777'),
    'in an envelope that was delivered again, later': withPlace(
      withPlace(event, 'id', 'again'),
      'time',
      '2026-03-02T00:00:00Z',
    ),
    'in an envelope that is cut down to its detail': { detail: form('bare') },
    'in an envelope in PascalCase around the detail': { ...jsonObject(event), resources: [inPascalCase({ a: 1 })] },
  }
}

function jsonObject(value: Json): { [key: string]: Json } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new Error('Not an object.')
}

describe('one finding', () => {
  const createWorld = useWorlds({ databaseUrl })

  it.each(Object.entries(waysOf(base.payload)))('%s is the same finding under the same key', (_way, payload) => {
    expect(taken(payload)).toEqual(taken(base.payload))
    expect(dedupKey(taken(payload))).toBe(dedupKey(taken(base.payload)))
  })

  it('has another key with each update, and only then', () => {
    const at = (updatedAt: string) => dedupKey(taken(withPlace(base.payload, 'detail.updatedAt', updatedAt)))
    expect(at('2026-03-01T12:01:30.120+02:00')).toBe(dedupKey(taken(base.payload)))
    expect(at('2026-03-01T10:01:30.121Z')).not.toBe(dedupKey(taken(base.payload)))
  })

  it('that comes fifty times at once, in every way, is one incident with one finding', async () => {
    const world = await createWorld()
    const server = await serve(world)
    try {
      const ways = Object.values(waysOf(jsonSchema.parse(JSON.parse(JSON.stringify(aGuardDutyEvent(world))))))
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) => post(server, JSON.stringify(ways[n % ways.length]))),
      )
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
      expect(answers.filter(({ body }) => 'deduplicated' in body && body.deduplicated === false)).toHaveLength(1)
      const [id, ...others] = new Set(answers.map(incidentOf))
      expect(others).toEqual([])
      expect(await world.runtime.engine.store.listIncidents()).toHaveLength(1)
      expect(await world.runtime.engine.store.readFindings(id ?? '')).toHaveLength(1)
    } finally {
      await server.close()
    }
  })
})
