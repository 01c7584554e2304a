import { memoryRawEvidence } from '../../../integrations/memory/memory-raw-evidence.js'
import { digestOf, sha256 } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import type { Document, IncidentStore } from '../../../src/engine/incident-store.js'
import { loadReport } from '../../../src/report/load-report.js'
import { blockedStory, containPlan, evidence, Story } from './story.js'

const told = { type: 'NOTICE_SENT', topic: 'contained', reason: 'Held.' } as const
const options = { banner: '', generatedAt: '2026-03-01T10:10:00.000Z', rawEvidence: memoryRawEvidence() }

/** A store that can only be read, with one incident; every read of the incident lets `onRead` happen first. */
function storeOf(story: Story, documents: ReadonlyMap<string, object>, onRead: () => void = () => {}): IncidentStore {
  const refuse = () => Promise.reject(new Error('A report only reads.'))
  return {
    readIncident: async (id) => {
      onRead()
      return id === story.incident.id ? story.incident : null
    },
    readFindings: async () => story.findings,
    readAudit: async () => [...story.audit],
    readAuditOf: refuse,
    readDocument: async (digest): Promise<Document | null> => {
      const body = documents.get(digest)
      return body === undefined ? null : { digest, kind: 'plan', body: jsonSchema.parse(body) }
    },
    findOpenIncident: refuse,
    findLastClosedIncident: refuse,
    listIncidents: refuse,
    listChainHeads: refuse,
    recordStep: refuse,
    readChain: refuse,
    claimEffect: refuse,
    renewLease: refuse,
    releaseEffect: refuse,
    runnableEffects: refuse,
    readIntents: refuse,
    fileIntent: refuse,
    withdrawIntent: refuse,
    dueTimers: refuse,
    readTimers: refuse,
    giveBackEffect: refuse,
    readHold: refuse,
    untoldHolds: refuse,
    recordHold: refuse,
  }
}

function filed(story: Story, changes: { evidence?: object; plan?: object } = {}) {
  const { evidenceDigest, containPlanDigest } = story.incident.snapshot.context
  return new Map([
    [evidenceDigest ?? '', changes.evidence ?? evidence],
    [containPlanDigest ?? '', changes.plan ?? containPlan],
  ])
}

describe('loading a report', () => {
  it('answers null for an incident that is not there', async () => {
    const story = blockedStory()
    expect(await loadReport(storeOf(story, filed(story)), 'inc_00000000000000000000', options)).toBeNull()
  })

  it('gathers documents by the digests on the record, and checks the chain', async () => {
    const story = blockedStory()
    const report = await loadReport(storeOf(story, filed(story)), story.incident.id, options)
    expect(report?.evidence).toMatchObject({ status: 'known', content: evidence })
    expect(report?.plan).toMatchObject({ status: 'known', content: containPlan })
    expect(report?.audit.chain).toEqual({ ok: true, records: story.audit.length })
  })

  it('calls a document lost that is not what its digest says', async () => {
    const story = blockedStory()
    const forged = { ...containPlan, notCovered: [] }
    const report = await loadReport(storeOf(story, filed(story, { plan: forged })), story.incident.id, options)
    expect([report?.plan.status, report?.evidence.status]).toEqual(['lost', 'known'])
  })

  it('says where the chain is broken', async () => {
    const story = blockedStory()
    const [first, second] = story.audit
    if (first === undefined || second === undefined) throw new Error('The story is too short.')
    story.audit[1] = { ...second, body: { ...second.body, what: 'NOTICE_SENT' } }
    const report = await loadReport(storeOf(story, filed(story)), story.incident.id, options)
    expect(report?.audit.chain).toMatchObject({ ok: false, brokenAtSeq: 2 })
  })

  it('reads again where the incident moved meanwhile, and calls nothing broken', async () => {
    const story = blockedStory()
    let moves = 2
    const move = () => {
      if (moves-- > 0) story.next(told)
    }
    const report = await loadReport(storeOf(story, filed(story), move), story.incident.id, options)
    expect(report?.audit.chain).toEqual({ ok: true, records: story.audit.length })
  })

  it('cuts the record at the head of an incident that never rests', async () => {
    const story = blockedStory()
    const report = await loadReport(
      storeOf(story, filed(story), () => story.next(told)),
      story.incident.id,
      options,
    )
    expect(report?.audit.chain).toMatchObject({ ok: true })
    expect(report?.timeline.length).toBeLessThan(story.audit.length)
  })
})

describe('raw records in a report', () => {
  const incidentId = 'inc_00000000000000000001'
  const text = '{"eventID":"event-1"}\n'
  const known = { source: 'a bucket', records: 1, bytes: 22 }

  async function reportOf(change: (files: ReturnType<typeof memoryRawEvidence>, file: string) => void) {
    const rawEvidence = memoryRawEvidence()
    const digest = sha256(text)
    const file = await rawEvidence.keep({ incidentId, digest, text })
    const body = { source: 'a log group', records: [text] }
    const raw = [
      { ...known, digest, file },
      { ...known, source: 'a log group', digest: digestOf(body), file: null },
    ]
    const seen = { ...evidence, raw }
    const story = new Story().next({ type: 'EVIDENCE_COLLECTED', evidenceDigest: digestOf(seen) }, 3)
    change(rawEvidence, file)
    const documents = filed(story, { evidence: seen }).set(digestOf(body), body)
    return loadReport(storeOf(story, documents), story.incident.id, { ...options, rawEvidence })
  }

  it('are held against their digests', async () => {
    const report = await reportOf(() => {})

    expect(report?.rawChecks.map(({ standing }) => standing)).toEqual(['asFiled', 'asFiled'])
    expect(report?.followUps.join()).not.toContain('raw records')
  })

  it('that were changed are told first, with who they are from', async () => {
    const report = await reportOf((files, file) => {
      files.kept.set(file, { incidentId, digest: sha256(text), text: 'something else' })
    })

    expect(report?.rawChecks.map(({ standing }) => standing)).toEqual(['changed', 'asFiled'])
    expect(report?.followUps[0]).toContain('Do not rely on the raw records of a bucket')
  })

  it('that are not here are said to be gone, which is no change', async () => {
    const report = await reportOf((files) => files.kept.clear())

    expect(report?.rawChecks[0]?.standing).toBe('gone')
    expect(report?.followUps.join()).not.toContain('raw records')
  })
})
