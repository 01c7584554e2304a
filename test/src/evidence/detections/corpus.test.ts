import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import { detectionsOf } from '../../../../src/evidence/detections/detections-of.js'
import { isAtLeast } from '../../../../src/evidence/detections/severity.js'
import { FactsGatherer } from '../../../../src/evidence/facts/facts-gatherer.js'
import { normaliseRecord } from '../../../../src/evidence/record/normalise-record.js'
import {
  corpusFiles,
  corpusLines,
  corpusRecords,
  factsOfRecords,
  hasCorpus,
  text,
} from '../../../support/corpus-trail.js'

/**
 * What tells a technique, by the calls that its catalogue page names; which of them are in a file is read out of the file. `also` where a
 * technique lies in two tactics of ATT&CK.
 */
const tellTales: readonly { readonly calls: RegExp; readonly also?: readonly string[] }[] = [
  { calls: /^(GetPasswordData|BatchGetSecretValue|GetSecretValue|GetParameters?)$/ },
  {
    calls:
      /^(DeleteTrail|StopLogging|PutEventSelectors|PutBucketLifecycle|DeleteResolverQueryLogConfig|DeleteFlowLogs|LeaveOrganization)$/,
  },
  { calls: /^(RunInstances|ModifyInstanceAttribute|SendCommand)$/ },
  { calls: /^(AuthorizeSecurityGroupIngress|ModifySnapshotAttribute|ModifyDBSnapshotAttribute|PutBucketPolicy)$/ },
  { calls: /^(InvokeModel|ConsoleLogin|SendSSHPublicKey)$/ },
  {
    calls: /^(UpdateAssumeRolePolicy|CreateLoginProfile|AttachUserPolicy|CreateTrustAnchor|CreateProfile)$/,
    also: ['privilege-escalation'],
  },
  { calls: /^(AddPermission|UpdateFunctionConfiguration|UpdateFunctionCode)20\d+v2$/ },
]

function tellTalesIn(records: readonly TrailRecord[]): string[] {
  return records
    .filter((record) => tellTales.some(({ calls }) => calls.test(text(record, 'eventName') ?? '')))
    .map((record) => text(record, 'eventID') ?? '')
}

const named = (arn: string | null) => (arn ?? '').split('/')[1]?.toLowerCase()

if (!hasCorpus) {
  it.todo('skipped: corpus not found')
} else {
  describe.each(corpusFiles('stratus-red-team'))('%s', (file) => {
    const records = corpusRecords(`stratus-red-team/${file}`)
    const [, tactic = ''] = file.split('.')
    const detections = detectionsOf(factsOfRecords(records)).filter(({ id }) => id !== 'attack-tool-user-agent')
    const expected = tellTalesIn(records)

    it('names every tell-tale event, by the tactic of its file, with who did it', () => {
      expect(expected.length).toBeGreaterThan(0)
      const also = tellTales.flatMap((tellTale) => tellTale.also ?? [])
      const ofTactic = detections.filter((detection) => [tactic, ...also].includes(detection.tactic))
      expect(ofTactic.flatMap(({ eventIds }) => eventIds)).toEqual(expect.arrayContaining(expected))
      const doers = records.filter((record) => expected.includes(text(record, 'eventID') ?? ''))
      for (const { eventIds, actorKeys } of ofTactic) {
        const arn = doers.map(
          (record) => eventIds.includes(text(record, 'eventID') ?? '') && text(record, 'userIdentity.arn'),
        )
        const names = new Set(arn.flatMap((known) => (known === false ? [] : [named(known)])))
        expect([...names].every((name) => actorKeys.some((key) => key.endsWith(`:${name}`)))).toBe(true)
      }
    })

    it('is at least of medium gravity', () => {
      const ofTellTales = detections.filter(({ eventIds }) => eventIds.some((id) => expected.includes(id)))
      expect(ofTellTales.some(({ severity }) => isAtLeast(severity, 'medium'))).toBe(true)
    })

    it('says attempted where every tell-tale call has an error code', () => {
      const failed = records.filter(
        (record) => expected.includes(text(record, 'eventID') ?? '') && text(record, 'errorCode') !== null,
      )
      const ofTellTales = detections.filter(({ eventIds }) => eventIds.some((id) => expected.includes(id)))
      const statuses = new Set(ofTellTales.map(({ status }) => status))
      expect(statuses.has('attempted')).toBe(failed.length > 0)
    })
  })

  it.each(['panther-analysis/cloudtrail-labelled-events.ndjson', 'traildiscover/all_events.ndjson'])(
    '%s throws in no rule, event by event and together',
    (name) => {
      const events = corpusLines(name).flatMap((line) => {
        const result = normaliseRecord(line)
        return result.ok ? [result.event] : []
      })
      expect(events.length).toBeGreaterThan(100)
      const range = { scope: { fromMs: -Infinity, toMs: Infinity }, baselineFromMs: -Infinity }
      const all = new FactsGatherer(range)
      for (const event of events) {
        const alone = new FactsGatherer(range)
        alone.add(event)
        all.add(event)
        for (const { eventIds } of detectionsOf(alone.facts())) expect(eventIds).toEqual([event.eventId])
      }
      expect(detectionsOf(all.facts()).length).toBeGreaterThan(20)
    },
  )

  describe('the log of an attacked account', () => {
    const records = corpusRecords('invictus-aws-dataset')
    const detections = detectionsOf(factsOfRecords(records))
    const of = (name: string) => detections.filter(({ actorKeys }) => actorKeys.some((key) => key.endsWith(`:${name}`)))

    it('has grave detections of the attacker, each with events that the attacker made', () => {
      const grave = of('bert-jan').filter(({ severity, actorKeys }) => severity === 'high' && actorKeys.length === 1)
      expect(new Set(grave.map(({ tactic }) => tactic)).size).toBeGreaterThanOrEqual(4)
      const own = new Set(
        records
          .filter((record) => text(record, 'userIdentity.userName') === 'bert-jan')
          .map((record) => text(record, 'eventID')),
      )
      expect(grave.flatMap(({ eventIds }) => eventIds).filter((eventId) => !own.has(eventId))).toEqual([])
    })

    it('has nothing above low of the ordinary user', () => {
      expect(of('benjamin').filter(({ severity }) => isAtLeast(severity, 'medium'))).toEqual([])
    })

    it('says that the instance’s credentials were used elsewhere', () => {
      const stolen = records.filter((record) => text(record, 'userIdentity.sessionContext.ec2RoleDelivery') === '1.0')
      const found = detections.find(({ id }) => id === 'ec2-instance-credentials-elsewhere')
      expect(new Set(found?.eventIds)).toEqual(new Set(stolen.map((record) => text(record, 'eventID'))))
    })
  })
}
