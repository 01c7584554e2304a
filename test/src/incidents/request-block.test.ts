import { findingSchema } from '../../../src/domain/finding.js'
import type { IncidentEvent } from '../../../src/domain/incident-event.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import { decide } from '../../../src/incidents/decide.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { viewQuestion } from '../../../src/incidents/question-view.js'
import { type BlockRealm, requestBlock, type WishedBlock } from '../../../src/incidents/request-block.js'
import { decisionsIn } from '../../../src/report/decisions.js'
import { readRecord } from '../../../src/report/read-record.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { happens, planDigest } from '../../support/fixtures/incident-events.js'
import { anOpening, aTestEngine } from '../../support/test-engine.js'

const rules: ApprovalRules = {
  contain: { approvers: ['ana', 'ben'], quorum: 1 },
  restore: { approvers: ['rex'], quorum: 1 },
  operators: ['oli'],
  viewers: ['vic'],
}
const roleArn = 'arn:aws:iam::111122223333:role/service/ci-deploy'

function aRealm(changes: Partial<BlockRealm['realm']> = {}) {
  const engine = aTestEngine()
  const noted: { readonly what: string; readonly detail: unknown }[] = []
  const severities: number[] = []
  const realm: BlockRealm = {
    realm: { kind: 'live', partition: 'aws', accountId: '111122223333', ...changes },
    engine,
    systemLog: { append: async (event) => void noted.push(event) },
    openingOf: ({ severity }) => {
      severities.push(severity)
      return anOpening
    },
  }
  return { realm, engine, noted, severities }
}
const aWish = (changes: Partial<WishedBlock> = {}): WishedBlock => ({
  by: 'ana',
  arn: roleArn,
  reason: 'Its key is on a paste site.',
  severity: null,
  ...changes,
})

async function asked(wish: Partial<WishedBlock> = {}, by: ApprovalRules = rules) {
  const home = aRealm()
  const requested = await requestBlock([home.realm], by, aWish(wish))
  if (requested.status === 'refused') throw new Error(requested.reason)
  const { incidentId } = requested
  const read = async () => {
    const incident = await home.engine.store.readIncident(incidentId)
    if (incident === null) throw new Error('It is gone.')
    return incident
  }
  const happen = async (...events: readonly IncidentEvent[]) => {
    const actor = { kind: 'engine', name: 'test' } as const
    for (const event of events) await recordEvent(home.engine, incidentId, { event, actor })
  }
  const approve = (name: string) => {
    const decision = { question: 'contain', decision: 'approve', planDigest, reason: 'x', by: name } as const
    return decide(home.engine, rules, incidentId, decision)
  }
  return { ...home, requested, incidentId, read, happen, approve }
}
const toQuestion = [happens.evidenceCollected, happens.planPrepared()]

describe('a block that a person asks for', () => {
  it('opens an incident with the reason as its finding, in the name of the person', async () => {
    const { requested, engine, incidentId, read, severities } = await asked()
    expect(requested.status).toBe('opened')
    const { snapshot, state } = await read()
    expect(state).toBe('investigating')
    expect(snapshot.context).toMatchObject({
      containRequestedBy: ['ana'],
      principal: { type: 'role', partition: 'aws', accountId: '111122223333', name: 'ci-deploy', arn: roleArn },
    })
    const [finding] = await engine.store.readFindings(incidentId)
    expect(findingSchema.parse(finding)).toMatchObject({
      source: 'person',
      title: 'Its key is on a paste site.',
      severity: 8,
      trusted: true,
      sample: false,
    })
    const records = await engine.store.readAudit(incidentId)
    expect(records[0]?.body).toMatchObject({ what: 'OPENED', actor: { kind: 'person', name: 'ana' } })
    expect(decisionsIn(records.map(readRecord))).toMatchObject([
      { who: 'ana', what: 'asked for the block', reason: 'Its key is on a paste site.' },
    ])
    expect(severities).toEqual([8])
    expect((await asked({ severity: 9.5 })).severities).toEqual([9.5])
  })

  it('is not approved by whoever asked: refused, on the record, and not named among those who may', async () => {
    const { approve, happen, read, engine, incidentId } = await asked()
    await happen(...toQuestion)
    expect(viewQuestion(rules, await read(), [])?.mayApprove).toEqual(['ben'])

    expect(await approve('ana')).toMatchObject({ status: 'refused', code: 'ownRequest' })
    expect((await engine.store.readAudit(incidentId)).at(-1)?.body).toMatchObject({
      what: 'DECISION_REFUSED',
      detail: { by: 'ana', code: 'ownRequest' },
    })
    expect((await read()).state).toBe('awaitingApproval')
    expect(await approve('ben')).toEqual({ status: 'decided', state: 'blocking' })
  })

  it('may be denied by whoever asked', async () => {
    const { happen, engine, incidentId } = await asked()
    await happen(...toQuestion)
    const decision = { question: 'contain', decision: 'deny', planDigest, reason: 'x', by: 'ana' } as const
    expect(await decide(engine, rules, incidentId, decision)).toEqual({ status: 'decided', state: 'denied' })
  })

  it('cannot be approved by whoever asked after a new plan either', async () => {
    const { approve, happen, read } = await asked()
    await happen(...toQuestion, happens.planOutdated, happens.planPrepared())
    expect((await read()).state).toBe('awaitingApproval')
    expect(await approve('ana')).toMatchObject({ code: 'ownRequest' })
  })

  it('is refused at once where nobody else could approve it', async () => {
    const { realm, noted } = aRealm()
    const alone = { ...rules, contain: { approvers: ['ana'], quorum: 1 } }
    const two = { ...rules, contain: { approvers: ['ana', 'ben'], quorum: 2 } }
    for (const narrow of [alone, two]) {
      expect(await requestBlock([realm], narrow, aWish())).toMatchObject({ status: 'refused', code: 'nobodyLeft' })
    }
    expect(await requestBlock([realm], two, aWish({ by: 'oli' }))).toMatchObject({ status: 'opened' })
    expect(noted).toMatchObject([{ what: 'BLOCK_REQUEST_REFUSED', detail: { by: 'ana', code: 'nobodyLeft' } }])
    // Whoever is accused is none of the others.
    const ofBen = aWish({ by: 'ana', arn: 'arn:aws:iam::111122223333:user/ben' })
    expect(await requestBlock([realm], rules, ofBen)).toMatchObject({ code: 'nobodyLeft' })
  })

  it('joins the incident that a finding opened, where the person may still approve', async () => {
    const { realm, engine } = aRealm()
    const { incidentId } = await openIncident(engine, aFinding(), anOpening)
    const alone = { ...rules, contain: { approvers: ['ana'], quorum: 1 } }
    const requested = await requestBlock([realm], alone, aWish())
    expect(requested).toEqual({ status: 'joined', incidentId })
    expect((await engine.store.readIncident(incidentId))?.snapshot.context).toMatchObject({
      containRequestedBy: [],
      joinedFindings: 1,
    })
    const records = await engine.store.readAudit(incidentId)
    expect(records.at(-1)?.body).toMatchObject({ what: 'FINDING_JOINED', actor: { kind: 'person', name: 'ana' } })
    expect(decisionsIn(records.map(readRecord))).toMatchObject([{ who: 'ana', what: 'asked for this block as well' }])
    for (const event of toQuestion) {
      await recordEvent(engine, incidentId, { event, actor: { kind: 'engine', name: 'test' } })
    }
    const decision = { question: 'contain', decision: 'approve', planDigest, reason: 'x', by: 'ana' } as const
    expect(await decide(engine, alone, incidentId, decision)).toMatchObject({ status: 'decided' })
  })

  it('that others ask for as well stays the request of the first: the second may approve, the first still not', async () => {
    const { realm, approve, happen, incidentId } = await asked()
    expect(await requestBlock([realm], rules, aWish({ by: 'ben' }))).toEqual({ status: 'joined', incidentId })
    await happen(...toQuestion)
    expect(await approve('ana')).toMatchObject({ code: 'ownRequest' })
    expect(await approve('ben')).toMatchObject({ status: 'decided' })
  })

  it('asked for twice at once is one incident', async () => {
    const { realm } = aRealm()
    const both = await Promise.all([1, 2, 3].map(() => requestBlock([realm], rules, aWish())))
    expect(both.map(({ status }) => status).sort()).toEqual(['joined', 'joined', 'opened'])
  })

  it.each(['vic', 'rex', 'slack:U1', ''])('is not for %s: refused, noted once a minute', async (by) => {
    const { realm, noted, engine } = aRealm()
    for (const _ of [1, 2, 3]) {
      expect(await requestBlock([realm], rules, aWish({ by }))).toMatchObject({ code: 'notPermitted' })
    }
    expect(noted).toHaveLength(1)
    expect(await engine.store.listIncidents()).toEqual([])
  })
})

describe('whom a block may be asked for', () => {
  it.each([
    ['arn:aws:iam::111122223333:user/ana', { type: 'user', name: 'ana' }],
    ['arn:aws:iam::111122223333:group/ops/admins', { type: 'group', name: 'admins' }],
    [' arn:aws:iam::111122223333:role/ci-deploy\n', { type: 'role', name: 'ci-deploy' }],
    [
      'arn:aws:sts::111122223333:assumed-role/ci-deploy/build-17',
      { type: 'role', name: 'ci-deploy', sessionName: 'build-17' },
    ],
    // Refused by the plan, with the reason on the record, like whoever a finding accuses.
    ['arn:aws:iam::111122223333:root', { type: 'root', name: 'root' }],
    [
      'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX',
      { type: 'role', name: 'AWSServiceRoleForX' },
    ],
  ])('%s', async (arn, principal) => {
    const { read } = await asked({ by: 'oli', arn })
    expect((await read()).snapshot.context.principal).toMatchObject(principal)
  })

  it.each([
    ['', 'badArn'],
    ['ci-deploy', 'badArn'],
    ['arn:aws:iam::111122223333:role/*', 'badArn'],
    ['arn:aws:iam::111122223333:role/ci-?', 'badArn'],
    ['arn:aws:iam::111122223333:policy/ci-deploy', 'badArn'],
    ['arn:aws:iam::111122223333:role/../ci-deploy', 'badArn'],
    ['arn:aws:iam::111122223333:role/ci-deploy\u202e', 'badArn'],
    ['arn:aws:iam::111122223333:role/a b', 'badArn'],
    ['arn:aws-iso:iam::111122223333:role/ci-deploy', 'badArn'],
    ['arn:aws:s3:::bucket', 'badArn'],
    [`arn:aws:iam::111122223333:role/${'x'.repeat(3_000)}`, 'badArn'],
    ['arn:aws:iam::999988887777:role/ci-deploy', 'notServed'],
    ['arn:aws-cn:iam::111122223333:role/ci-deploy', 'notServed'],
  ])('nobody by %s', async (arn, code) => {
    const { realm, engine, noted } = aRealm()
    const requested = await requestBlock([realm], rules, aWish({ arn }))
    expect(requested).toMatchObject({ status: 'refused', code })
    expect(await engine.store.listIncidents()).toEqual([])
    expect(noted).toMatchObject([{ what: 'BLOCK_REQUEST_REFUSED', detail: { by: 'ana', code } }])
    expect(JSON.stringify(noted).length).toBeLessThan(600)
  })

  it('is a matter of the live realm, and of an exercise where there is no other', async () => {
    const live = aRealm()
    const exercise = aRealm({ kind: 'exercise' })
    const other = aRealm({ accountId: '444455556666' })
    await requestBlock([other.realm, exercise.realm, live.realm], rules, aWish())
    expect([live, exercise, other].map(({ severities }) => severities.length)).toEqual([1, 0, 0])
    await requestBlock([other.realm, exercise.realm], rules, aWish())
    expect(exercise.severities).toHaveLength(1)
  })
})
