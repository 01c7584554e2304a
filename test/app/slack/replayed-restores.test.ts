import type { Click } from '../../../integrations/slack/incident-card.js'
import type { IncidentEvent } from '../../../src/domain/incident-event.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import { happens, restoreDigest } from '../../support/fixtures/incident-events.js'
import { deskLab, labRealm, recordsOf } from '../../support/slack/desk-lab.js'
import { aSender } from '../../support/slack/signed-request.js'
import { anIncidentAt } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana', 'ben'], quorum: 1 },
  restore: { approvers: ['ana', 'ben'], quorum: 1 },
  operators: ['ola'],
}
const people = new Map([
  ['U0ANA', 'ana'],
  ['U0BEN', 'ben'],
  ['U0OLA', 'ola'],
])
const as = (userId: string) => ({ userId, teamId: aSender.teamId, channelId: aSender.channel, appId: aSender.appId })
const blocked = [happens.evidenceCollected, happens.planPrepared(1), happens.approved(), happens.blockApplied]
const nextDigest = `sha256:${'f'.repeat(64)}`

/** A block whose restore is asked about, and what a person would press. */
async function restoreAsked() {
  const realm = labRealm()
  const places = [{ realm, channel: aSender.channel }]
  const lab = deskLab({ rules, people, places })
  const incidentId = await anIncidentAt(realm.engine, blocked)
  const clickOf = (planDigest: string, decision: Click['decision']): Click => ({
    incidentId,
    question: 'restore',
    decision,
    planDigest,
    expiresAt: '2099-01-01T00:00:00Z',
    channel: aSender.channel,
    target: 'role ci-deploy',
  })
  /** Asked for by a person, planned, and put to people: each time by a plan of its own. */
  const ask = async (planDigest: string) => {
    await lab.desk.requestRestore(as('U0OLA'), { incidentId, restoreAs: 'false-alarm', reason: 'Ours.' })
    const prepared: IncidentEvent = { type: 'RESTORE_PREPARED', planDigest, quorum: 1, drift: 0 }
    for (const event of [prepared, happens.questionAsked]) {
      await recordEvent(realm.engine, incidentId, { event, actor: { kind: 'engine', name: 'test' } })
    }
  }
  const stateOf = async () => (await realm.engine.store.readIncident(incidentId))?.state
  await ask(restoreDigest)
  return { ...lab, incidentId, clickOf, ask, stateOf, restarted: () => deskLab({ rules, people, places }) }
}

describe('a click on an earlier question about a restore', () => {
  it('decides nothing once that one was denied, neither before nor after people are asked again', async () => {
    const { desk, realm, incidentId, clickOf, ask, stateOf, restarted } = await restoreAsked()
    const old = clickOf(restoreDigest, 'approve')
    expect((await desk.decide(as('U0BEN'), clickOf(restoreDigest, 'deny'), 'Not yet.')).outcome).toBe('done')
    const afterDenial = await stateOf()
    const replay = async () => {
      for (const each of [desk, restarted().desk]) {
        expect((await each.decide(as('U0ANA'), old, 'Replayed.')).outcome).toBe('refused')
      }
    }
    await replay()
    expect(await stateOf()).toBe(afterDenial)

    await ask(nextDigest)
    expect(await stateOf()).toBe('awaitingRestoreApproval')
    await replay()
    expect(await stateOf()).toBe('awaitingRestoreApproval')
    expect((await desk.decide(as('U0ANA'), clickOf(nextDigest, 'approve'), 'Now.')).outcome).toBe('done')
    await replay()
    expect(await stateOf()).toBe('restoring')

    const said = (await recordsOf(realm, incidentId)).map(({ what, detail }) => JSON.stringify([what, detail]))
    const refusals = said.filter((one) => one.includes('DECISION_REFUSED'))
    for (const code of ['alreadyDecided', 'planChanged']) expect(refusals.join()).toContain(code)
    expect(said.filter((one) => one.startsWith('["APPROVED"') && one.includes(restoreDigest))).toEqual([])
  })

  it('never counts for the block, nor one on the block for a restore', async () => {
    const { desk, clickOf, stateOf } = await restoreAsked()
    const crossed: Click = { ...clickOf(restoreDigest, 'approve'), question: 'contain' }
    expect((await desk.decide(as('U0ANA'), crossed, 'x')).outcome).toBe('refused')
    expect(await stateOf()).toBe('awaitingRestoreApproval')
  })

  it('of whoever asked for the restore is refused, whoever else may approve', async () => {
    const { desk, incidentId, clickOf, ask, stateOf } = await restoreAsked()
    await desk.decide(as('U0BEN'), clickOf(restoreDigest, 'deny'), 'Not yet.')
    await desk.requestRestore(as('U0ANA'), { incidentId, restoreAs: 'false-alarm', reason: 'Mine.' })
    await ask(nextDigest)
    expect(await desk.decide(as('U0ANA'), clickOf(nextDigest, 'approve'), 'x')).toMatchObject({
      outcome: 'refused',
      text: expect.stringContaining('asked for this restore'),
    })
    expect(await stateOf()).toBe('awaitingRestoreApproval')
  })
})
