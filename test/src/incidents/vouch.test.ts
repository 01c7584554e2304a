import type { Finding } from '../../../src/domain/finding.js'
import type { IncidentEvent } from '../../../src/domain/incident-event.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import { decide } from '../../../src/incidents/decide.js'
import { type Opening, openIncident } from '../../../src/incidents/open-incident.js'
import { viewQuestion } from '../../../src/incidents/question-view.js'
import { request } from '../../../src/incidents/request.js'
import { requestBlock } from '../../../src/incidents/request-block.js'
import { doubtOf } from '../../../src/report/doubt.js'
import { readRecord } from '../../../src/report/read-record.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { happens, planDigest } from '../../support/fixtures/incident-events.js'
import { anUnresolvedPrincipal } from '../../support/fixtures/principals.js'
import { anOpening, aTestEngine } from '../../support/test-engine.js'

const rules: ApprovalRules = {
  contain: { approvers: ['ana', 'ben'], quorum: 1 },
  restore: { approvers: ['rex'], quorum: 1 },
  operators: ['oli'],
}
const distrust = 'Its product is none of AWS.'

async function untrusted(finding: Partial<Finding> = {}, opening: Opening = anOpening) {
  const engine = aTestEngine()
  const { incidentId } = await openIncident(engine, aFinding({ trusted: false, distrust, ...finding }), opening)
  const happen = async (...events: readonly IncidentEvent[]) => {
    const actor = { kind: 'engine', name: 'test' } as const
    for (const event of events) await recordEvent(engine, incidentId, { event, actor })
  }
  const read = async () => {
    const incident = await engine.store.readIncident(incidentId)
    if (incident === null) throw new Error('It is gone.')
    return incident
  }
  const vouch = (by = 'ana', who = rules) =>
    request(engine, who, incidentId, by, 'I saw it in the console.', { ask: 'vouch' })
  const approve = (by: string, who = rules) => {
    const decision = { question: 'contain', decision: 'approve', planDigest, reason: 'x', by } as const
    return decide(engine, who, incidentId, decision)
  }
  const doubt = async () => {
    const records = (await engine.store.readAudit(incidentId)).map(readRecord)
    return doubtOf((await read()).snapshot.context, records)
  }
  return { engine, incidentId, happen, read, vouch, approve, doubt }
}

describe('an incident whose finding could have been forged', () => {
  it('waits for somebody who stands for it, and says why', async () => {
    const { happen, read, doubt, approve } = await untrusted()
    await happen(happens.evidenceCollected)
    expect(await read()).toMatchObject({ state: 'unconfirmed', open: true })
    expect(await doubt()).toBe(`The finding could have been forged. ${distrust} Nobody has vouched for it.`)
    expect(await approve('ben')).toMatchObject({ status: 'refused', code: 'notAsked' })
  })

  it('goes on by a vouch, and whoever vouched cannot approve', async () => {
    const { happen, vouch, approve, doubt } = await untrusted()
    await happen(happens.evidenceCollected)
    expect(await vouch()).toEqual({ status: 'accepted', state: 'planning' })
    expect(await doubt()).toContain('ana vouched for it: I saw it in the console.')
    await happen(happens.planPrepared())
    expect(await approve('ana')).toMatchObject({ status: 'refused', code: 'ownRequest' })
    expect(await approve('ben')).toMatchObject({ status: 'decided', state: 'blocking' })
  })

  it.each([
    ['an operator', 'oli', 'notPermitted'],
    ['a stranger', 'eve', 'notPermitted'],
    ['an approver of restores', 'rex', 'notPermitted'],
  ])('is not vouched for by %s', async (_, by, code) => {
    const { happen, vouch, read } = await untrusted()
    await happen(happens.evidenceCollected)
    expect(await vouch(by)).toMatchObject({ status: 'refused', code })
    expect((await read()).state).toBe('unconfirmed')
  })

  it('is not vouched for where nobody else could approve', async () => {
    const { happen, vouch } = await untrusted()
    await happen(happens.evidenceCollected)
    const alone = { ...rules, contain: { approvers: ['ana'], quorum: 1 } }
    expect(await vouch('ana', alone)).toMatchObject({ status: 'refused', code: 'nobodyLeft' })
  })

  it('rests on the word of everybody who lent it: whoever named it may not approve because another vouches', async () => {
    const { happen, vouch, approve, read } = await untrusted({ principal: anUnresolvedPrincipal() })
    await happen(happens.principalNamed(), happens.evidenceCollected)
    const three = { ...rules, contain: { approvers: ['ana', 'ben', 'cyd'], quorum: 1 } }
    expect(await vouch('ben', three)).toMatchObject({ status: 'accepted' })
    await happen(happens.planPrepared())
    expect((await read()).snapshot.context.containRequestedBy).toEqual(['ana', 'ben'])
    expect(await approve('ana', three)).toMatchObject({ status: 'refused', code: 'ownRequest' })
    expect(await approve('ben', three)).toMatchObject({ status: 'refused', code: 'ownRequest' })
    expect(viewQuestion(three, await read(), [])?.mayApprove).toEqual(['cyd'])
    expect(await approve('cyd', three)).toMatchObject({ status: 'decided', state: 'blocking' })
  })

  it('is not vouched for where all others lent their word already, but by one of them', async () => {
    const { happen, vouch } = await untrusted({ principal: anUnresolvedPrincipal() })
    await happen(happens.principalNamed(), happens.evidenceCollected)
    expect(await vouch('ben')).toMatchObject({ status: 'refused', code: 'nobodyLeft' })
    expect(await vouch('ana')).toMatchObject({ status: 'accepted' })
  })

  it('is vouched for once: a second vouch is told that nobody waits for it', async () => {
    const { happen, vouch } = await untrusted()
    await happen(happens.evidenceCollected)
    await vouch()
    expect(await vouch('ben')).toMatchObject({ status: 'refused', code: 'notPossible' })
  })

  it('goes on by a finding of a source that cannot be forged, and everybody may approve', async () => {
    const { engine, happen, approve, doubt, incidentId } = await untrusted({
      source: 'security-hub',
      sourceId: 'forged',
    })
    await happen(happens.evidenceCollected)
    expect(await openIncident(engine, aFinding(), anOpening)).toEqual({ status: 'joined', incidentId })
    await happen(happens.planPrepared())
    expect(await doubt()).toContain('could not have been forged joined it')
    expect(await approve('ana')).toMatchObject({ status: 'decided' })
  })

  it('goes on by the wish of a person, who then stands for it and cannot approve', async () => {
    const { engine, happen, approve, incidentId } = await untrusted()
    await happen(happens.evidenceCollected)
    const realm = { kind: 'live', partition: 'aws', accountId: '111122223333' } as const
    const home = { realm, engine, systemLog: { append: async () => {} }, openingOf: () => anOpening }
    const wish = { by: 'ana', arn: 'arn:aws:iam::111122223333:role/ci-deploy', reason: 'x', severity: null }
    expect(await requestBlock([home], rules, wish)).toEqual({ status: 'joined', incidentId })
    await happen(happens.planPrepared())
    expect(await approve('ana')).toMatchObject({ status: 'refused', code: 'ownRequest' })
    expect(await approve('ben')).toMatchObject({ status: 'decided' })
  })

  it('is not taken on by the wish of the only approver: nobody could approve then', async () => {
    const { engine, happen, read } = await untrusted()
    await happen(happens.evidenceCollected)
    const realm = { kind: 'live', partition: 'aws', accountId: '111122223333' } as const
    const home = { realm, engine, systemLog: { append: async () => {} }, openingOf: () => anOpening }
    const wish = { by: 'ana', arn: 'arn:aws:iam::111122223333:role/ci-deploy', reason: 'x', severity: null }
    const alone = { ...rules, contain: { approvers: ['ana'], quorum: 1 } }
    expect(await requestBlock([home], alone, wish)).toMatchObject({ status: 'refused', code: 'nobodyLeft' })
    expect((await read()).state).toBe('unconfirmed')
  })
})

describe('an account that has its findings confirmed', () => {
  const confirming = { ...anOpening, confirmFindings: true }

  it.each([
    ['guardduty', true],
    ['security-hub', true],
    ['splunk', false],
    ['elastic', false],
    ['generic', false],
    ['person', false],
  ] as const)('has AWS asked about a finding of %s: %s', async (source, isAsked) => {
    const { happen, read } = await untrusted({ source, trusted: true }, confirming)
    await happen(happens.evidenceCollected)
    const { state, snapshot } = await read()
    expect([state, snapshot.value]).toEqual(
      isAsked ? ['investigating', { investigating: 'confirming' }] : ['planning', 'planning'],
    )
  })

  it('believes no GuardDuty finding that joins a forged one before AWS was asked', async () => {
    const { engine, happen, read } = await untrusted({ source: 'splunk', sourceId: 'forged' }, confirming)
    await happen(happens.evidenceCollected)
    await openIncident(engine, aFinding(), confirming)
    expect((await read()).snapshot.value).toEqual({ unconfirmed: 'confirming' })
    await happen(happens.findingDisputed)
    expect((await read()).snapshot.value).toEqual({ unconfirmed: 'waiting' })
  })
})
