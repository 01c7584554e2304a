import { openIncident } from '../../../src/incidents/open-incident.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { happens } from '../../support/fixtures/incident-events.js'
import { aRolePrincipal } from '../../support/fixtures/principals.js'
import { deskLab } from '../../support/slack/desk-lab.js'
import { aSender } from '../../support/slack/signed-request.js'
import { anIncidentAt, anOpening } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana', 'ben'], quorum: 1 },
  restore: { approvers: ['ana'], quorum: 1 },
}
const ana = { userId: 'U0ANA', teamId: aSender.teamId, channelId: aSender.channel, appId: aSender.appId }

describe('the list in Slack', () => {
  it('begins with what waits for the person, however many newer incidents somebody causes', async () => {
    const { desk, realm } = deskLab({ rules, people: new Map([['U0ANA', 'ana']]) })
    const asked = [happens.evidenceCollected, happens.planPrepared(1), happens.questionAsked]
    const waiting = await anIncidentAt(realm.engine, asked)
    for (let each = 0; each < 100; each += 1) {
      const principal = aRolePrincipal({ name: `noise-${each}` })
      await openIncident(realm.engine, aFinding({ sourceId: `noise-${each}`, principal }), anOpening)
    }
    // As the database has them: the newest first.
    const { store } = realm.engine
    const oldestFirst = store.listIncidents
    Object.assign(store, { listIncidents: async () => (await oldestFirst()).reverse() })

    const listed = await desk.list(ana)
    if ('outcome' in listed) throw new Error(listed.text)
    expect(listed[0]).toMatchObject({ incidentId: waiting, waitsForYou: true })
    expect(listed).toHaveLength(30)
  })
})
