import { planDigest } from '../../support/fixtures/incident-events.js'
import { askRaceQuestion, raceRules } from '../../support/races/decision-race.js'
import { deskLab, labRealm } from '../../support/slack/desk-lab.js'
import { aSender } from '../../support/slack/signed-request.js'
import { anOpeningStep, engineOn, freshRealm, useDatabase } from '../../support/store.js'

const people = new Map(['ana', 'ben', 'cyd'].map((name) => [`U0${name.toUpperCase()}`, name]))
const INCIDENTS = 6
const { db } = await useDatabase()

describe('fifty clicks at once, on two processes over PostgreSQL', () => {
  it('approve and deny decide once between them; every other one is refused, and nobody is left out of the record', async () => {
    const realm = freshRealm()
    const engines = [engineOn(db, realm), engineOn(db, realm)] as const
    const desks = engines.map((engine) => {
      const places = [{ realm: labRealm({ engine }), channel: aSender.channel }]
      return deskLab({ rules: raceRules, people, places }).desk
    })
    const ids = [...people.keys()]
    for (let incident = 0; incident < INCIDENTS; incident += 1) {
      const race = { quorum: 1, escalates: false, racers: [], delays: [] }
      const incidentId = await askRaceQuestion(engines[0], race, anOpeningStep(realm))
      const answers = await Promise.all(
        Array.from({ length: 50 }, async (_, n) => {
          const decision = (n * 7 + incident) % 3 === 0 ? 'deny' : 'approve'
          const userId = ids[n % ids.length] ?? ''
          const who = { ...aSender, userId, channelId: aSender.channel }
          const about = { incidentId, question: 'contain', planDigest, target: 'role ci-deploy' } as const
          const click = { ...about, decision, expiresAt: '2099-01-01T00:00:00Z', channel: aSender.channel } as const
          return { decision, answer: await desks[n % 2]?.decide(who, click, `click ${n}`) }
        }),
      )
      const won = answers.filter(({ answer }) => answer?.outcome === 'done')
      expect(won).toHaveLength(1)
      const records = (await engines[1].store.readAudit(incidentId)).map(({ body }) => body)
      const decided = records.filter(({ what, to, from }) => ['APPROVED', 'DENIED'].includes(what) && from !== to)
      expect(decided.map(({ what }) => what)).toEqual([won[0]?.decision === 'deny' ? 'DENIED' : 'APPROVED'])
      const refused = records.filter(({ what }) => what === 'DECISION_REFUSED')
      const losers = new Set(refused.map(({ actor }) => ('name' in actor ? actor.name : '')))
      expect(losers).toEqual(new Set(people.values()))
    }
  }, 60_000)
})
