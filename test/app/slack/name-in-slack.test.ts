import { recordEvent } from '../../../src/engine/record-event.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { happens } from '../../support/fixtures/incident-events.js'
import { anUnresolvedPrincipal } from '../../support/fixtures/principals.js'
import { deskLab, labRealm, recordsOf } from '../../support/slack/desk-lab.js'
import { aSender } from '../../support/slack/signed-request.js'
import { anIncidentAt, anOpening, aTestEngine } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana', 'ben'], quorum: 1 },
  restore: { approvers: ['ana', 'ben'], quorum: 1 },
  viewers: ['vic'],
}
const people = new Map([
  ['U0ANA', 'ana'],
  ['U0VIC', 'vic'],
])
const as = (userId: string) => ({ userId, teamId: aSender.teamId, channelId: aSender.channel, appId: aSender.appId })
const arn = 'arn:aws:iam::111122223333:role/ci-deploy'

async function lost() {
  const lab = deskLab({ rules, people })
  const finding = aFinding({ sourceId: 'lost', principal: anUnresolvedPrincipal() })
  const { incidentId } = await openIncident(lab.realm.engine, finding, anOpening)
  return { ...lab, incidentId, wish: { incidentId, arn, reason: 'It is in the log.' } }
}

describe('naming the principal from Slack', () => {
  it('takes the incident on, in the name of the person', async () => {
    const { desk, realm, incidentId, wish } = await lost()
    expect(await desk.namePrincipal(as('U0ANA'), wish)).toMatchObject({ outcome: 'done' })
    expect((await recordsOf(realm, incidentId)).at(-1)).toMatchObject({
      what: 'PRINCIPAL_NAMED',
      actor: { name: 'ana' },
      detail: { reason: 'It is in the log.' },
    })
  })

  it('blames the ARN where that is what is wrong, so that the form stays open', async () => {
    const { desk, wish } = await lost()
    const foreign = { ...wish, arn: 'arn:aws:iam::999988887777:role/ci-deploy' }
    expect(await desk.namePrincipal(as('U0ANA'), foreign)).toMatchObject({ outcome: 'refused', wrong: 'arn' })
  })

  it('blames nothing of the form where the person may not', async () => {
    const { desk, wish } = await lost()
    const answer = await desk.namePrincipal(as('U0VIC'), wish)
    expect(answer).toMatchObject({ outcome: 'refused', text: expect.stringContaining('may not name') })
    expect(answer).not.toHaveProperty('wrong')
  })

  it('says where the finding went that joined an open incident', async () => {
    const { desk, realm, wish } = await lost()
    const other = await anIncidentAt(realm.engine, [])
    expect(await desk.namePrincipal(as('U0ANA'), wish)).toMatchObject({
      outcome: 'done',
      text: expect.stringContaining(other),
    })
  })
})

describe('vouching from Slack', () => {
  it('takes the incident on, and others are asked', async () => {
    const { desk, realm } = deskLab({ rules, people })
    const forged = aFinding({ trusted: false, distrust: 'Anybody may import it.' })
    const { incidentId } = await openIncident(realm.engine, forged, anOpening)
    const actor = { kind: 'engine', name: 'test' } as const
    await recordEvent(realm.engine, incidentId, { event: happens.evidenceCollected, actor })
    const answer = await desk.request(as('U0ANA'), { incidentId, ask: 'vouch', reason: 'Seen in the console.' })
    expect(answer).toEqual({ outcome: 'done', text: expect.stringContaining('somebody else is asked') })
    expect((await realm.engine.store.readIncident(incidentId))?.snapshot.context.containRequestedBy).toEqual(['ana'])
  })
})

describe('what a form says of an incident', () => {
  it('is whom it is about, to those who may look, and nothing to others', async () => {
    const { desk, realm } = deskLab({ rules, people })
    const incidentId = await anIncidentAt(realm.engine, [])
    expect(await desk.about(as('U0VIC'), incidentId)).toBe('role/ci-deploy in 111122223333')
    expect(await desk.about(as('U0EVE'), incidentId)).toBeNull()
    expect(await desk.about(as('U0ANA'), 'inc_none')).toBeNull()
  })

  it('is nothing where the incident cannot be read, which is in the list all the same', async () => {
    const engine = aTestEngine()
    const places = [{ realm: labRealm({ engine }), channel: aSender.channel }]
    const { desk } = deskLab({ rules, people, places })
    const incidentId = await anIncidentAt(engine, [])
    const { snapshot: _, ...head } = (await engine.store.readIncident(incidentId)) ?? { snapshot: null }
    engine.store.makeUnreadable(incidentId)
    // As the database answers: of one that cannot be read, its head.
    Object.assign(engine.store, { listIncidents: async () => [head] })
    expect(await desk.about(as('U0ANA'), incidentId)).toBeNull()
    const listed = await desk.list(as('U0ANA'))
    expect(listed).toMatchObject([{ incidentId, principal: expect.stringContaining('cannot be read') }])
  })
})
