import fc from 'fast-check'
import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import { allRules } from '../../../../src/evidence/detections/all-rules.js'
import { detectionsOf } from '../../../../src/evidence/detections/detections-of.js'
import { notableKindOf } from '../../../../src/evidence/facts/is-notable.js'
import { persistenceOf } from '../../../../src/evidence/persistence/persistence-of.js'
import { normaliseRecord } from '../../../../src/evidence/record/normalise-record.js'
import { account, anEvent, aUser, factsOf } from '../../../support/fixtures/gathered-events.js'
import { aRecord } from '../record/normalised.js'
import { call, habitOf, times } from './detection-case.js'

const asked = allRules.flatMap((rule) => (rule.kind === 'acts' ? Object.entries(rule.calls) : []))
const calls = [...new Set(asked.flatMap(([service, names]) => names.split(' ').map((name) => `${service} ${name}`)))]
const parameters =
  'userName roleName policyDocument policyArn bucketPolicy assumeRolePolicyDocument createVolumePermission launchPermission ipPermissions ' +
  'cidrIp fromPort instanceType maxCount layers principal eventSelectors LifecycleConfiguration attributes source roleArns names ' +
  'withDecryption secretId userData targets instanceIds valuesToAdd policy x-amz-copy-source status'
const someRequest = fc.dictionary(
  fc.constantFrom(...parameters.split(' ')),
  fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom('*', '0', '%', '{"Statement":[{}]}')),
  { maxKeys: 8 },
)

function recordOf(name: string, requestParameters: unknown): TrailRecord {
  const [service, eventName = ''] = name.split(' ')
  const json: TrailRecord = JSON.parse(JSON.stringify({ requestParameters, responseElements: requestParameters }))
  return aRecord({ ...json, eventSource: `${service}.amazonaws.com`, eventName, readOnly: false })
}

describe('records with parameters of every shape', () => {
  it('throw in no rule', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...calls), someRequest), { minLength: 1, maxLength: 20 }),
        (made) => {
          const events = made.flatMap(([name, request], n) => {
            const result = normaliseRecord({ ...recordOf(name, request), eventID: `e${n}` })
            return result.ok ? [result.event] : []
          })
          const facts = factsOf(events)
          const keys = [...facts.scope.actors.keys()]
          persistenceOf(facts, keys)
          const known = new Set(events.map(({ eventId }) => eventId))
          const ids = detectionsOf(facts).flatMap(({ eventIds }) => eventIds)
          expect(ids.filter((id) => !known.has(id))).toEqual([])
        },
      ),
      { numRuns: 150 },
    )
  })

  it('are kept whole for every rule that asks for them by name', () => {
    const writes = 'PutObject CopyObject CreateMultipartUpload UploadPartCopy'
    const missing = calls.filter((name) => {
      const [service, eventName = ''] = name.split(' ')
      const kept = notableKindOf({ eventSource: `${service}.amazonaws.com`, eventName })
      return kept === null && !writes.includes(eventName)
    })
    expect(missing).toEqual([])
  })
})

describe('many records', () => {
  it('take no longer than they are many: ten thousand in a second', () => {
    const many = times(10_000, (n) =>
      call(
        calls[n % calls.length] ?? '',
        { userName: `u${n % 50}`, roleName: `r${n % 50}`, instanceId: `i-${n}` },
        { actor: aUser(`a${n % 60}`) },
      ),
    )
    const facts = factsOf(many)
    expect(facts.scope.notable.length).toBeGreaterThan(5_000)
    const startedMs = performance.now()
    detectionsOf(facts)
    persistenceOf(facts, [...facts.scope.actors.keys()])
    expect(performance.now() - startedMs).toBeLessThan(5_000)
  })
})

describe('the registry', () => {
  it('names every rule once, with a technique of ATT&CK', () => {
    const ids = allRules.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(
      allRules.filter(({ technique, id }) => !/^T\d{4}(\.\d{3})?$/.test(technique) || !/^[a-z0-9-]+$/.test(id)),
    ).toEqual([])
  })

  it('finds nothing in nothing, and nothing in what only the baseline holds', () => {
    expect(detectionsOf(factsOf([]))).toEqual([])
    expect(detectionsOf(factsOf(habitOf(call('cloudtrail StopLogging'))))).toEqual([])
    expect(detectionsOf(factsOf([anEvent({ accountId: account })]))).toEqual([])
  })
})
