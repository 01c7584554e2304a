import { planCard } from '../../app/plan-card.js'
import type { TrailSource } from '../../src/ports.js'
import { InvestigationError } from '../../workers/investigator.js'
import { anIssue, aSource, holding, silentAfter } from '../support/fixtures/trail-sources.js'
import { type Stage, useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const createStage = useStages()
const SECOND_MS = 1_000

/** Of the session that the finding is about. */
let key = ''

/** The role has done something that the event history shows by now. */
async function afterActivity(trails?: (own: readonly TrailSource[]) => readonly TrailSource[]): Promise<Stage> {
  const stage = await createStage(trails === undefined ? {} : { trails })
  key = stage.account.issueCredentials('ci-deploy', 'build-17').accessKeyId
  for (let calls = 0; calls < 5; calls++) stage.callAs(key, 's3', 'ListBuckets')
  await stage.world.run(5 * SECOND_MS)
  return stage
}

async function askedAfterMs(stage: Stage): Promise<number> {
  const startedAtMs = stage.world.time.nowMs
  stage.report({ ...role, accessKeyId: key })
  await stage.reach(['awaitingApproval'])
  return stage.world.time.nowMs - startedAtMs
}

describe('the evidence of a question', () => {
  it('has what the event history shows, investigated, with the raw records under their digest', async () => {
    const stage = await afterActivity()
    await askedAfterMs(stage)
    const { calls, sources, raw = [], investigation } = await stage.evidence()

    expect(calls).toBe(5)
    expect(sources.map(({ status }) => status)).toEqual(['ok'])
    expect(investigation?.statement).not.toBe('')
    const documents = stage.filed('rawEvidence').map(({ digest }) => digest)
    expect(raw.map(({ digest, file }) => [digest, file])).toEqual(documents.map((digest) => [digest, null]))
    expect(stage.filed('investigation').map(({ digest }) => digest)).toEqual([investigation?.digest])
  })

  it('is waited for as long as its budget where a source never answers, and the question says which one', async () => {
    const silent = silentAfter('a log group')
    const quickMs = await askedAfterMs(await afterActivity())
    const stage = await afterActivity((own) => [...own, silent])
    const slowMs = await askedAfterMs(stage)

    expect(quickMs).toBeLessThan(30 * SECOND_MS)
    expect(slowMs).toBeGreaterThanOrEqual(90 * SECOND_MS)
    expect(slowMs).toBeLessThan(90 * SECOND_MS + quickMs)
    const { calls, sources } = await stage.evidence()
    expect(calls).toBe(5)
    expect(sources[1]).toMatchObject({ name: 'a log group', status: 'failed', detail: 'not answered in time (90 s)' })
    expect(silent.asked.signal?.aborted).toBe(true)
    const [card] = stage.people.asked
    expect(card?.evidence?.sources[1]?.name).toBe('a log group')
  })

  it('is asked about all the same where it could not be analysed in time, and says so', async () => {
    const stage = await createStage({
      investigate: async () => {
        throw new InvestigationError('It took longer than 4 s.')
      },
    })
    key = stage.account.issueCredentials('ci-deploy', 'build-17').accessKeyId
    stage.callAs(key, 's3', 'ListBuckets')
    await stage.world.run(5 * SECOND_MS)
    await askedAfterMs(stage)
    const { investigation, sources, calls } = await stage.evidence()

    expect([investigation, calls]).toEqual([undefined, 1])
    expect(sources.at(-1)).toMatchObject({ name: 'analyses', status: 'failed', detail: expect.stringContaining('4 s') })
  })

  it('counts an event once that two sources tell', async () => {
    const twice = (own: readonly TrailSource[]) =>
      own.flatMap((source) => [source, aSource('the same elsewhere', (...args) => source.read(...args))])
    const stage = await afterActivity(twice)
    await askedAfterMs(stage)
    const { calls, sources, topCalls } = await stage.evidence()

    expect(sources.map(({ status }) => status)).toEqual(['ok', 'ok'])
    expect(calls).toBe(5)
    expect(topCalls).toEqual([expect.objectContaining({ eventName: 'ListBuckets', calls: 5 })])
  })

  it('names a source that fails, and has what the others know', async () => {
    const broken = aSource('a bucket', async () => {
      throw new Error('AccessDenied: no such bucket')
    })
    const stage = await afterActivity((own) => [...own, broken])
    await askedAfterMs(stage)
    const evidence = await stage.evidence()

    expect(evidence.calls).toBe(5)
    expect(evidence.investigation?.gaps).toContain('a bucket: AccessDenied: no such bucket')
    const card = planCard({
      containPlan: await stage.containPlan(),
      restorePlan: null,
      evidence,
      context: { openPlanDigest: null },
    })
    expect(card).toContain('a bucket: AccessDenied: no such bucket')
  })

  it('has no session token, nor has anything else that is filed', async () => {
    const canary = 'FwoGZXIvYXdzEXAMPLECANARYTOKEN'
    const stage = await afterActivity((own) => [...own, holding('a bucket', anIssue(canary))])
    await askedAfterMs(stage)
    const kinds = ['evidence', 'rawEvidence', 'investigation', 'plan', 'preImage'] as const
    const filed = JSON.stringify(kinds.map((kind) => stage.filed(kind)))

    expect(filed).toContain('ASIAEXAMPLE000000002')
    expect(filed).not.toContain(canary)
    expect(JSON.stringify(await stage.audit())).not.toContain(canary)
  })

  it('is collected anew where the worker dies over it, in the time that is left', async () => {
    const stage = await afterActivity()
    stage.report({ ...role, accessKeyId: key })
    stage.world.killWorkerAt({ calls: 2, of: 'all', when: 'after' })
    await stage.reach(['awaitingApproval'])
    const collected = (await stage.audit()).filter(({ what }) => what === 'EVIDENCE_COLLECTED')

    expect(collected.map(({ actor }) => actor)).toEqual([expect.objectContaining({ attempt: 2 })])
    expect((await stage.evidence()).calls).toBe(5)
  })
})
