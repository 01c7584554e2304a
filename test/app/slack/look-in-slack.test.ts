import type { DeskAnswer, DeskIncident } from '../../../integrations/slack/slack-desk.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { happens } from '../../support/fixtures/incident-events.js'
import { aRolePrincipal } from '../../support/fixtures/principals.js'
import { deskLab, type LabOptions, labRealm, standsAs } from '../../support/slack/desk-lab.js'
import { aSender } from '../../support/slack/signed-request.js'
import { anOpening, aTestEngine, type TestEngine } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana'], quorum: 1 },
  restore: { approvers: ['ana'], quorum: 1 },
  viewers: ['vic'],
}
const people = new Map([
  ['U0ANA', 'ana'],
  ['U0VIC', 'vic'],
])
const as = (userId: string) => ({ userId, teamId: aSender.teamId, channelId: aSender.channel, appId: aSender.appId })
const asked = [happens.evidenceCollected, happens.planPrepared(1), happens.questionAsked]
const blocked = [happens.evidenceCollected, happens.planPrepared(1), happens.approved(), happens.blockApplied]

/** A realm of which each incident was opened a minute after the one before. */
function aRealm(options: Parameters<typeof labRealm>[0] = {}) {
  const clock = { minute: 0 }
  const now = () => new Date(Date.parse('2026-03-01T10:00:00Z') + clock.minute * 60_000)
  const engine = aTestEngine({ clock: { now, monotonicMs: () => 0, pause: async () => {} } })
  const realm = labRealm({ engine, ...options })
  const open = async (name: string, events: readonly Parameters<typeof recordEvent>[2]['event'][]) => {
    clock.minute += 1
    const finding = aFinding({ sourceId: name, principal: aRolePrincipal({ name, uniqueId: `AROA${name}` }) })
    const { incidentId } = await openIncident(engine, finding, anOpening)
    await play(engine, incidentId, events)
    return incidentId
  }
  return { realm, open }
}

async function play(engine: TestEngine, id: string, events: readonly Parameters<typeof recordEvent>[2]['event'][]) {
  for (const event of events) await recordEvent(engine, id, { event, actor: { kind: 'engine', name: 'test' } })
}

const labOf = (realm: ReturnType<typeof labRealm>, options: Partial<LabOptions> = {}) =>
  deskLab({ rules, people, places: [{ realm, channel: aSender.channel }], ...options })

function listedIn(answer: readonly DeskIncident[] | DeskAnswer): readonly DeskIncident[] {
  if ('outcome' in answer) throw new Error(answer.text)
  return answer
}

describe('/tourniquet list', () => {
  it('begins with what waits for whoever looks, then what is open, then what is over; of each the newest', async () => {
    const { realm, open } = aRealm()
    const waits = await open('one', asked)
    const blockedOne = await open('two', blocked)
    const over = await open('three', [...asked, happens.denied()])
    const runs = await open('four', [])
    const { desk } = labOf(realm)
    const ids = async (user: string) => listedIn(await desk.list(as(user))).map(({ incidentId }) => incidentId)
    expect(await ids('U0ANA')).toEqual([waits, runs, blockedOne, over])
    expect(await ids('U0VIC')).toEqual([runs, blockedOne, waits, over])
    const [first, , third] = listedIn(await desk.list(as('U0ANA')))
    expect(first).toMatchObject({ state: 'awaitingApproval', waitsForYou: true, blockedSince: null, isExercise: true })
    expect(third).toMatchObject({
      principal: 'role/two in 111122223333',
      waitsForYou: false,
      blockedSince: '2026-03-01T10:00:00Z',
    })
  })

  it('has what waits for whoever looks though it is older than everything that there is room for', async () => {
    const { realm, open } = aRealm()
    const waits = await open('old', asked)
    for (let n = 0; n < 70; n += 1) await open(`r${n}`, [...asked, happens.denied()])
    const listed = listedIn(await labOf(realm).desk.list(as('U0ANA')))
    expect(listed[0]?.incidentId).toBe(waits)
    expect(listed).toHaveLength(30)
  })

  it('names the account as people do, and leads to the headline where one stands', async () => {
    const { realm, open } = aRealm({ accountName: 'payments' })
    const id = await open('one', [])
    const { desk, slack } = labOf(realm)
    const only = async () => listedIn(await desk.list(as('U0VIC')))[0]
    expect(await only()).toMatchObject({ account: 'payments (111122223333)', permalink: null })
    await standsAs(realm.posts, id, { slot: 'headline', channel: 'C0SECURITY', ts: '1.2' })
    expect((await only())?.permalink).toBe(await slack.permalink('C0SECURITY', '1.2'))
    slack.permalink = async () => {
      throw new Error('Slack is down.')
    }
    expect(await only()).toMatchObject({ incidentId: id, permalink: null })
  })
})

describe('whoever is not in the configuration', () => {
  it('is told nothing of any incident, but whom to ask for it', async () => {
    const { realm, open } = aRealm()
    const id = await open('ci-deploy', asked)
    const { desk } = labOf(realm)
    const stranger = as('U0EVE')
    for (const answer of [await desk.list(stranger), await desk.show(stranger, id), await desk.status(stranger)]) {
      expect(answer).toMatchObject({ outcome: 'refused', text: expect.stringContaining('U0EVE') })
      expect(JSON.stringify(answer)).not.toMatch(/ci-deploy|inc_|111122223333/)
    }
    expect(await desk.exercise(stranger)).toMatchObject({ outcome: 'refused' })
  })
})

describe('/tourniquet show', () => {
  it('shows what the channel shows, and nothing of a realm that Slack does not show', async () => {
    const { realm, open } = aRealm()
    const id = await open('one', asked)
    const hidden = aRealm({ realm: { accountId: '999988887777' } })
    const { desk } = labOf(realm, { hidden: [hidden.realm] })
    expect(await desk.show(as('U0VIC'), id)).toMatchObject({ report: { incidentId: id }, question: { quorum: 1 } })
    await hidden.open('two', [])
    const unseen = await hidden.open('three', asked)
    expect(await desk.show(as('U0VIC'), unseen)).toMatchObject({ outcome: 'refused' })
    expect(await desk.show(as('U0VIC'), 'inc_none')).toMatchObject({ outcome: 'refused' })
  })
})

describe('/tourniquet status', () => {
  it('counts what is open and blocked in each realm, and says what is an exercise, held back or not shown yet', async () => {
    const { realm, open } = aRealm()
    await open('one', asked)
    await open('two', blocked)
    for (const id of ['inc_a', 'inc_b']) realm.posts.move(id)
    await realm.posts.markOpenStale()
    const away = labRealm({ realm: { kind: 'live', accountId: '999988887777', endpoint: null } })
    const { desk } = labOf(realm, {
      places: [
        { realm, channel: 'C0EXERCISE' },
        { realm: away, channel: aSender.channel },
      ],
    })
    realm.time.nowMs = 9_999
    expect((await desk.status(as('U0VIC'))).lines).toHaveLength(2)
    realm.time.nowMs = 12_000
    expect(await desk.status(as('U0VIC'))).toEqual({
      outcome: 'done',
      text: 'Tourniquet is running.',
      lines: [
        'EXERCISE 111122223333: 2 open, 1 blocked, writes once approved',
        'EXERCISE 111122223333: 2 of them wait to be shown here, the first for 12 s',
        '999988887777: 0 open, 0 blocked, writes once approved',
      ],
    })
  })
})
