import type { Finding } from '../../../src/domain/finding.js'
import type { Principal } from '../../../src/domain/principal.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import { decide } from '../../../src/incidents/decide.js'
import { namePrincipal, type WishedName } from '../../../src/incidents/name-principal.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { whyPeopleDecide } from '../../../src/incidents/pre-authorised.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { happens, planDigest } from '../../support/fixtures/incident-events.js'
import { aContainPlan } from '../../support/fixtures/plans.js'
import { anUnresolvedPrincipal } from '../../support/fixtures/principals.js'
import { anOpening, aTestEngine } from '../../support/test-engine.js'

const rules: ApprovalRules = {
  contain: { approvers: ['ana', 'ben'], quorum: 1 },
  restore: { approvers: ['rex'], quorum: 1 },
  operators: ['oli'],
  viewers: ['vic'],
}
const realm = { partition: 'aws', accountId: '111122223333' } as const
const arn = 'arn:aws:iam::111122223333:role/service/ci-deploy'
const roleKey = 'aws:111122223333:role:ci-deploy'

async function unresolved(changes: Partial<Principal> = {}, finding: Partial<Finding> = {}) {
  const engine = aTestEngine()
  const accused = { ...anUnresolvedPrincipal(), ...changes }
  const { incidentId } = await openIncident(
    engine,
    aFinding({ sourceId: 'lost', principal: accused, ...finding }),
    anOpening,
  )
  const name = (wish: Partial<WishedName> = {}, by: ApprovalRules = rules) =>
    namePrincipal(engine, by, realm, incidentId, { by: 'ana', arn, reason: 'It is in the log.', ...wish })
  const read = async (id = incidentId) => {
    const incident = await engine.store.readIncident(id)
    if (incident === null) throw new Error('It is gone.')
    return incident
  }
  const lastRecord = async () => (await engine.store.readAudit(incidentId)).at(-1)?.body
  return { engine, incidentId, name, read, lastRecord }
}

describe('naming the principal', () => {
  it('takes the incident on, on the record with who did and why', async () => {
    const { name, read, lastRecord, incidentId } = await unresolved()
    expect(await name()).toEqual({ status: 'named', incidentId, state: 'investigating' })
    const { snapshot } = await read()
    expect(snapshot.context.principal).toMatchObject({ type: 'role', name: 'ci-deploy', arn })
    expect(await lastRecord()).toMatchObject({
      what: 'PRINCIPAL_NAMED',
      actor: { kind: 'person', name: 'ana' },
      detail: { by: 'ana', reason: 'It is in the log.' },
    })
  })

  it('makes it the one open incident of that principal: findings join it from then on', async () => {
    const { engine, name, incidentId } = await unresolved()
    await name()
    expect((await engine.store.findOpenIncident(roleKey))?.id).toBe(incidentId)
    expect(await openIncident(engine, aFinding(), anOpening)).toEqual({ status: 'joined', incidentId })
  })

  it('takes the vote of whoever names: no one person chooses and blocks', async () => {
    const { engine, name, incidentId } = await unresolved()
    await name()
    for (const event of [happens.evidenceCollected, happens.planPrepared()]) {
      await recordEvent(engine, incidentId, { event, actor: { kind: 'engine', name: 'test' } })
    }
    const decision = { question: 'contain', decision: 'approve', planDigest, reason: 'x' } as const
    expect(await decide(engine, rules, incidentId, { ...decision, by: 'ana' })).toMatchObject({ code: 'ownRequest' })
    expect(await decide(engine, rules, incidentId, { ...decision, by: 'ben' })).toMatchObject({ status: 'decided' })
  })

  it('is refused to somebody after whom nobody could approve, with the cure', async () => {
    const { name } = await unresolved()
    const alone = { ...rules, contain: { approvers: ['ana'], quorum: 1 } }
    expect(await name({}, alone)).toMatchObject({ status: 'refused', code: 'nobodyLeft' })
    expect(await name({ by: 'oli' }, alone)).toMatchObject({ status: 'named' })
  })

  it.each([
    ['another account', 'arn:aws:iam::444455556666:role/ci-deploy', 'notServed'],
    ['another partition', 'arn:aws-cn:iam::111122223333:role/ci-deploy', 'notServed'],
    ['no principal', 'arn:aws:s3:::bucket', 'badArn'],
    ['a wildcard', 'arn:aws:iam::111122223333:role/*', 'badArn'],
    ['a line break', 'arn:aws:iam::111122223333:role/ci\n-deploy', 'badArn'],
    ['no ARN', 'ci-deploy', 'badArn'],
  ])('refuses an ARN of %s, and changes nothing', async (_, given, code) => {
    const { name, read, lastRecord } = await unresolved()
    expect(await name({ arn: given })).toMatchObject({ status: 'refused', code })
    expect((await read()).state).toBe('unresolved')
    expect(await lastRecord()).toMatchObject({ what: 'REQUEST_REFUSED', detail: { ask: 'name', code } })
  })

  it.each([
    ['a viewer', 'vic', 'notPermitted'],
    ['a stranger', 'eve', 'notPermitted'],
    ['an approver of restores alone', 'rex', 'notPermitted'],
  ])('is not for %s', async (_, by, code) => {
    const { name, read } = await unresolved()
    expect(await name({ by })).toMatchObject({ status: 'refused', code })
    expect((await read()).state).toBe('unresolved')
  })

  it('keeps the unique id, key and session of the finding, by which IAM is asked before any plan', async () => {
    const known = { uniqueId: 'AROAEXAMPLECIDEPLOY01', accessKeyId: 'ASIAEXAMPLE0000000001', sessionName: 'build-17' }
    const { name, read } = await unresolved(known)
    await name()
    expect((await read()).snapshot.context.principal).toMatchObject({ ...known, name: 'ci-deploy' })
  })

  it('refuses a name of another type than the unique id of the finding', async () => {
    const { name } = await unresolved({ uniqueId: 'AIDAEXAMPLE0000000001' })
    expect(await name()).toMatchObject({ status: 'refused', code: 'badArn', reason: expect.stringContaining('AIDA') })
  })

  it('is refused where nobody asks it, and a second time', async () => {
    const { name } = await unresolved()
    await name()
    expect(await name({ by: 'ben' })).toMatchObject({ status: 'refused', code: 'notPossible' })
  })

  it('of an incident that is not there is refused', async () => {
    const { engine } = await unresolved()
    const wish = { by: 'ana', arn, reason: 'x' }
    expect(await namePrincipal(engine, rules, realm, 'inc_none', wish)).toMatchObject({ code: 'noIncident' })
  })
})

describe('naming a principal that has an open incident', () => {
  async function withOther(finding: Partial<Finding> = {}) {
    const lost = await unresolved({}, finding)
    const { incidentId: otherId } = await openIncident(lost.engine, aFinding(), anOpening)
    return { ...lost, otherId }
  }

  it('joins the finding to that one and ends this one: one open incident a principal', async () => {
    const { engine, name, read, otherId, incidentId } = await withOther()
    expect(await name()).toEqual({ status: 'joined', incidentId: otherId })
    expect(await read()).toMatchObject({ state: 'closed', open: false })
    expect((await read()).snapshot.context.reason).toContain(otherId)
    const findings = await engine.store.readFindings(otherId)
    expect(findings.map(({ sourceId }) => sourceId)).toEqual(['finding-1', 'lost'])
    expect(findings[1]?.principal).toMatchObject({ name: 'ci-deploy' })
    expect((await read(otherId)).snapshot.context.joinedFindings).toBe(1)
    expect((await engine.store.findOpenIncident(roleKey))?.id).toBe(otherId)
    expect(incidentId).not.toBe(otherId)
  })

  it('leaves what joined on the word of whoever named, which no rule approves anything by beforehand', async () => {
    const { engine, otherId, read, name } = await withOther({ severity: 9 })
    await name()
    const findings = await engine.store.readFindings(otherId)
    expect(findings.map(({ severity, namedBy }) => [severity, namedBy])).toEqual([
      [8, undefined],
      [9, 'ana'],
    ])
    const now = { now: engine.clock.now(), restoredAt: null }
    const playbooks = ['compromised-principal']
    const rule = { accountId: realm.accountId, minSeverity: 9, playbooks, until: null, holdDownMs: 0 }
    const asked = {
      incident: await read(otherId),
      plan: aContainPlan(),
      planDigest,
      circle: 'first',
      evidence: null,
    } as const
    expect(whyPeopleDecide(rule, { ...asked, findings }, now)).toMatch(/No finding .* severity 9/)
    const byMachine = findings.map(({ namedBy: _, ...finding }) => finding)
    expect(whyPeopleDecide(rule, { ...asked, findings: byMachine }, now)).toBeNull()
  })

  it('is refused where that one waits for a word too, and nobody would be left whose word it does not rest on', async () => {
    const engine = aTestEngine()
    const { incidentId: otherId } = await openIncident(engine, aFinding({ trusted: false }), anOpening)
    await recordEvent(engine, otherId, {
      event: { ...happens.untrustedJoined, requestedBy: 'ben' },
      actor: { kind: 'person', name: 'ben' },
    })
    const lost = aFinding({ sourceId: 'lost', principal: anUnresolvedPrincipal() })
    const { incidentId } = await openIncident(engine, lost, anOpening)
    const wish = { by: 'ana', arn, reason: 'It is in the log.' }
    expect(await namePrincipal(engine, rules, realm, incidentId, wish)).toMatchObject({ code: 'nobodyLeft' })
    expect((await engine.store.readAudit(incidentId)).at(-1)?.body.what).toBe('REQUEST_REFUSED')
    expect((await engine.store.readIncident(otherId))?.snapshot.context.containRequestedBy).toEqual(['ben'])
    const byOli = await namePrincipal(engine, rules, realm, incidentId, { ...wish, by: 'oli' })
    expect(byOli).toEqual({ status: 'joined', incidentId: otherId })
  })

  it('makes no forged finding true', async () => {
    const engine = aTestEngine()
    const forged = { trusted: false, distrust: 'Anybody can import it.' }
    const { incidentId: otherId } = await openIncident(engine, aFinding(forged), anOpening)
    const lost = aFinding({ sourceId: 'lost', principal: anUnresolvedPrincipal(), ...forged })
    const { incidentId } = await openIncident(engine, lost, anOpening)
    const wish = { by: 'ana', arn, reason: 'It is in the log.' }
    await namePrincipal(engine, rules, realm, incidentId, wish)
    expect((await engine.store.readIncident(otherId))?.snapshot.context).toMatchObject({
      trusted: false,
      joinedFindings: 1,
    })
  })

  it('gives a forged incident its way on where the named finding is a true one, and whoever named has no vote there', async () => {
    const engine = aTestEngine()
    const { incidentId: otherId } = await openIncident(engine, aFinding({ trusted: false }), anOpening)
    const lost = aFinding({ sourceId: 'lost', principal: anUnresolvedPrincipal() })
    const { incidentId } = await openIncident(engine, lost, anOpening)
    await namePrincipal(engine, rules, realm, incidentId, { by: 'ana', arn, reason: 'It is in the log.' })
    const context = (await engine.store.readIncident(otherId))?.snapshot.context
    expect(context).toMatchObject({ trusted: true, containRequestedBy: ['ana'] })
  })
})
