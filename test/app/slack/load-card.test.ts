import { type CardSettings, loadCard } from '../../../app/slack/load-card.js'
import { happens, planDigest } from '../../support/fixtures/incident-events.js'
import { deskLab, type LabOptions } from '../../support/slack/desk-lab.js'
import { anIncidentAt } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana', 'ben'], quorum: 1 },
  restore: { approvers: ['ana'], quorum: 1 },
}
const people = new Map([['U0ANA', 'ana']])
const asked = [happens.evidenceCollected, happens.planPrepared(2), happens.questionAsked]

async function cardOf(events: Parameters<typeof anIncidentAt>[1], options: Partial<LabOptions> = {}) {
  const { realm, settings } = deskLab({ rules, people, ...options })
  const incidentId = await anIncidentAt(realm.engine, events)
  const load = (changes: Partial<CardSettings> = {}) =>
    loadCard(realm.runtime, incidentId, { ...settings.cards, ...changes })
  return { incidentId, load }
}

describe('the card of an incident', () => {
  it('has the report, the open question with who may answer it, and the members that names stand for', async () => {
    const { incidentId, load } = await cardOf(asked)
    const card = await load()
    expect(card).toMatchObject({
      report: { incidentId, state: 'awaitingApproval', banner: expect.stringContaining('EXERCISE') },
      question: { question: 'contain', planDigest, quorum: 2, mayApprove: ['ana', 'ben'] },
      approvers: ['ana', 'ben'],
      hasOwner: false,
      consoleUrl: null,
    })
    expect(card?.slackIds.get('ana')).toBe('U0ANA')
  })

  it('has no question where nobody is asked', async () => {
    expect((await (await cardOf([happens.evidenceCollected])).load())?.question).toBeNull()
  })

  it.each(['https://tq.example', 'https://tq.example/', 'https://tq.example/ir', 'https://tq.example/ir/'])(
    'leads to the console under %s',
    async (consoleUrl) => {
      const { incidentId, load } = await cardOf([], { consoleUrl })
      expect((await load())?.consoleUrl).toBe(`${consoleUrl.replace(/\/$/, '')}/incidents/${incidentId}`)
    },
  )

  it('knows that somebody may be behind the session, who can be asked', async () => {
    const { load } = await cardOf([], { owners: { 'build-17': 'U0OWNER' } })
    expect((await load())?.hasOwner).toBe(true)
  })

  it('is none for an incident that is not there', async () => {
    const { realm, settings } = deskLab({ rules, people })
    expect(await loadCard(realm.runtime, 'inc_none', settings.cards)).toBeNull()
  })
})
