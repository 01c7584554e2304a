import { z } from 'zod'
import { SeededRandom } from '../../../../app/exercise/virtual/seeded-random.js'
import { clickKey } from '../../../../integrations/slack/click/click-key.js'
import { clickSigner } from '../../../../integrations/slack/click/click-signer.js'
import { controls } from '../../../../integrations/slack/controls.js'
import type { Click } from '../../../../integrations/slack/incident-card.js'
import type { DeskAnswer, SlackDesk } from '../../../../integrations/slack/slack-desk.js'
import { planDigest } from '../../../support/fixtures/incident-events.js'
import { askRaceQuestion, raceRules } from '../../../support/races/decision-race.js'
import { deskLab, labRealm } from '../../../support/slack/desk-lab.js'
import { botToken, type ServedSlack, serveSlack, signer, signingSecret } from '../../../support/slack/served-slack.js'
import { aPress, aSender, aSubmission, type SlackSender, signedRequest } from '../../../support/slack/signed-request.js'
import { anOpeningStep } from '../../../support/store.js'
import { aTestEngine } from '../../../support/test-engine.js'

const INCIDENTS = 40
const SEED = 20_261_122
/** A few seconds of one core; the machine may have others to serve. */
const PATIENCE_MS = 300_000
/** fay is whom the incident is about, dee is not asked yet, U0EVE is nobody. */
const people = new Map(['ana', 'ben', 'cyd', 'fay', 'dee'].map((name) => [`U0${name.toUpperCase()}`, name]))
const asked = { quorum: 1, escalates: false, racers: [], delays: [] }
const reason = { [controls.fields.reason]: 'It is an attack.' }
const expiresAt = '2099-01-01T00:00:00Z'
const as = (name: string): SlackSender => ({ ...aSender, userId: `U0${name.toUpperCase()}` })

const detailSchema = z.object({ by: z.string(), code: z.string().optional() })

/** A press and the form that was sent, as somebody who reads the wire would have them. */
interface Captured {
  readonly click: Click
  readonly value: string
  readonly memory: string
}

function capture(incidentId: string): Captured {
  const click: Click = {
    incidentId,
    question: 'contain',
    decision: 'approve',
    planDigest,
    expiresAt,
    channel: aSender.channel,
    target: 'role ci-deploy',
  }
  const value = signer.sign(click)
  return { click, value, memory: memoryOf(value) }
}
function memoryOf(value: string): string {
  return JSON.stringify({ channel: aSender.channel, threadTs: null, value })
}
const sent = (memory: string, sender = as('ana'), viewId?: string) =>
  aSubmission(
    { callback_id: controls.modals.decide, private_metadata: memory },
    reason,
    viewId === undefined ? { sender } : { sender, viewId },
  )
const pressed = (value: string, sender: SlackSender) => aPress(controls.actions.approve, value, { sender })

type Replay = (captured: Captured, other: Captured, random: SeededRandom) => object[]
const one =
  (make: (captured: Captured, other: Captured, random: SeededRandom) => object): Replay =>
  (...args) => [make(...args)]

/** What can be done with a captured click that must decide nothing, each named. */
const unauthorised: Readonly<Record<string, Replay>> = {
  'by a stranger': one(({ memory }) => sent(memory, as('eve'))),
  'by whom it is about': one(({ memory }) => sent(memory, as('fay'))),
  'by who is not asked yet': one(({ memory }) => sent(memory, as('dee'))),
  'of another workspace': one(({ memory }) => sent(memory, { ...as('ana'), teamId: 'T0OTHER' })),
  'of another app': one(({ memory }) => sent(memory, { ...as('ana'), appId: 'A0OTHER' })),
  'in another channel': one(({ value }) => pressed(value, { ...as('ana'), channel: 'C0EXERCISE' })),
  'in a foreign channel': one(({ value }) => pressed(value, { ...as('ana'), channel: 'C0ELSEWHERE' })),
  altered: one(({ value }, _, random) => sent(memoryOf(altered(value, random)))),
  'altered on the button': one(({ value }, _, random) => pressed(altered(value, random), as('ana'))),
  'with the signature of another incident': one(({ value }, other) => sent(memoryOf(joined(value, other.value)))),
  'of another key': one(({ click }) => sent(memoryOf(otherSigner.sign(click)))),
  expired: one(({ click }) => sent(memoryOf(signer.sign({ ...click, expiresAt: '2026-01-01T00:00:00Z' })))),
  'for another plan': one(({ click }) =>
    sent(memoryOf(signer.sign({ ...click, planDigest: `sha256:${'c'.repeat(64)}` }))),
  ),
  'for another question': one(({ click }) => sent(memoryOf(signer.sign({ ...click, question: 'restore' })))),
  'for an incident that is not there': one(({ click }) =>
    sent(memoryOf(signer.sign({ ...click, incidentId: 'inc_00000000000000000000' }))),
  ),
}
/** What decides once, however often it comes. */
const authorised: Readonly<Record<string, Replay>> = {
  'the same form again': ({ memory, click }) =>
    Array.from({ length: 3 }, () => sent(memory, as('ana'), `V-${click.incidentId}`)),
  'the same form opened anew': one(({ memory }) => sent(memory)),
  'by another approver': one(({ memory }) => sent(memory, as('ben'))),
  'denied by a third': one(({ click }) => sent(memoryOf(signer.sign({ ...click, decision: 'deny' })), as('cyd'))),
}
const otherSigner = clickSigner(clickKey('xoxb-another-token'), { now: () => new Date() })

function altered(value: string, random: SeededRandom): string {
  const at = random.between(0, value.length - 1)
  return `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`
}
function joined(one: string, other: string): string {
  return [...one.split('.').slice(0, 3), ...other.split('.').slice(3)].join('.')
}
function shuffled<Item>(items: readonly Item[], random: SeededRandom): Item[] {
  return items
    .map((item) => ({ item, order: random.between(0, 1_000_000) }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)
}

describe('captured clicks, sent again in every way', () => {
  const engine = aTestEngine()
  const told: { readonly incidentId: string; readonly answer: DeskAnswer }[] = []
  /** A process: the product's own desk, which has only the store in common with every other. */
  const start = () => {
    const lab = deskLab({
      rules: raceRules,
      people,
      places: [{ realm: labRealm({ engine }), channel: aSender.channel }],
    })
    const decide: SlackDesk['decide'] = async (who, click, reason) => {
      const answer = await lab.desk.decide(who, click, reason)
      told.push({ incidentId: click.incidentId, answer })
      return answer
    }
    return { ...lab, desk: { ...lab.desk, decide } }
  }
  const processes = [start(), start()] as const
  const statuses = new Set<number>()
  let replays = 0
  let incidents: string[]
  let before: ServedSlack
  let after: ServedSlack

  async function post(to: ServedSlack, payload: object): Promise<void> {
    replays += 1
    statuses.add((await to.raw(signedRequest(payload, { signingSecret }))).status)
  }

  beforeAll(async () => {
    before = await serveSlack(processes[0].desk, { answerWithinMs: 2_000 })
    after = await serveSlack(processes[1].desk, { answerWithinMs: 2_000 })
    incidents = await Promise.all(
      Array.from({ length: INCIDENTS }, () => askRaceQuestion(engine, asked, anOpeningStep(engine.realm))),
    )
    const random = new SeededRandom(SEED)
    const captured = incidents.map(capture)
    for (const [index, click] of captured.entries()) {
      const other = captured[(index + 1) % captured.length] ?? click
      const make = (kinds: Readonly<Record<string, Replay>>) =>
        Object.values(kinds).flatMap((replay) => replay(click, other, random))
      for (const payload of shuffled(make(unauthorised), random)) await post(before, payload)
      // The odd ones are never answered by anybody who may: they must stay open.
      if (index % 2 === 1) continue
      // Half of them comes after a restart, which forgot everything but the token.
      for (const payload of shuffled(make(authorised), random)) await post(random.chance(0.5) ? before : after, payload)
      for (const payload of shuffled([...make(unauthorised), ...make(authorised)], random)) await post(after, payload)
    }
    await Promise.all([before.app.idle(), after.app.idle()])
  }, PATIENCE_MS)
  afterAll(() => Promise.all([before.close(), after.close()]))

  const recordsOf = async (id: string) => (await engine.store.readAudit(id)).map(({ body }) => body)
  const decidedOf = async (id: string) =>
    (await recordsOf(id)).filter(
      ({ what, to }) => (what === 'APPROVED' || what === 'DENIED') && to !== 'awaitingApproval',
    )

  it('are a thousand and more', () => {
    expect(replays).toBeGreaterThanOrEqual(1_000)
    expect([...statuses]).toEqual([200])
  })

  it('decide exactly once where somebody may, and nothing where nobody may', async () => {
    for (const [index, id] of incidents.entries()) {
      const decisions = await decidedOf(id)
      expect([index, decisions.length]).toEqual([index, index % 2 === 0 ? 1 : 0])
      expect(decisions.every(({ actor }) => ['ana', 'ben', 'cyd'].includes('name' in actor ? actor.name : ''))).toBe(
        true,
      )
      const state = (await engine.store.readIncident(id))?.state
      const denied = decisions.some(({ what }) => what === 'DENIED')
      expect(state).toBe(index % 2 === 1 ? 'awaitingApproval' : denied ? 'denied' : 'blocking')
    }
    expect(told.filter(({ answer }) => answer.outcome === 'done')).toHaveLength(INCIDENTS / 2)
  })

  it('are told apart: everybody who was refused is on the incident’s record, with the reason', async () => {
    for (const [index, id] of incidents.entries()) {
      const refused = (await recordsOf(id)).flatMap(({ what, detail }) =>
        what === 'DECISION_REFUSED' ? [detailSchema.parse(detail)] : [],
      )
      const seen = new Set(refused.map(({ by, code }) => `${by} ${code}`))
      for (const expected of ['slack:U0EVE notAnApprover', 'fay isSubject', 'dee notYetAsked', 'ana planChanged']) {
        expect([index, seen.has(expected)]).toEqual([index, true])
      }
      if (index % 2 === 0) expect([index, refused.some(({ code }) => code === 'alreadyDecided')]).toEqual([index, true])
    }
  })

  it('decide once where fifty come at once, by three people, in both ways, to two processes', async () => {
    for (const kind of ['forms', 'requests'] as const) {
      const id = await askRaceQuestion(engine, asked, anOpeningStep(engine.realm))
      const { memory, click } = capture(id)
      const denying = memoryOf(signer.sign({ ...click, decision: 'deny' }))
      const same = signedRequest(sent(memory), { signingSecret })
      const answers = Array.from({ length: 50 }, (_, index) => {
        const to = index % 2 === 0 ? before : after
        if (kind === 'requests') return to.raw(same)
        const who = as(['ana', 'ben', 'cyd'][index % 3] ?? 'ana')
        return to.raw(signedRequest(sent(index % 5 === 0 ? denying : memory, who), { signingSecret }))
      })
      expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([200]))
      await Promise.all([before.app.idle(), after.app.idle()])

      expect([kind, (await decidedOf(id)).length]).toEqual([kind, 1])
      const outcomes = told.flatMap(({ incidentId, answer }) => (incidentId === id ? [answer.outcome] : []))
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
      // Of the same request each process takes one; of fifty forms every one is answered.
      expect(outcomes).toHaveLength(kind === 'requests' ? 2 : 50)
    }
  })

  it('count in a process that was started after the card was posted', async () => {
    const id = await askRaceQuestion(engine, asked, anOpeningStep(engine.realm))
    const { value } = capture(id)
    const restarted = await serveSlack(start().desk, {
      signer: clickSigner(clickKey(botToken), { now: () => new Date() }),
    })
    await restarted.send(pressed(value, as('ana')))
    await restarted.send(aSubmission(restarted.modals[0]?.view ?? {}, reason, { sender: as('ana') }))
    await restarted.close()

    expect((await engine.store.readIncident(id))?.state).toBe('blocking')
  })

  it('that never came to the use case are on the system chain, each with why, counted where they are many', async () => {
    const said = (await Promise.all(processes.map((one) => one.refusedClicks()))).flat()
    for (const why of [
      'workspace T0OTHER',
      'app A0OTHER',
      'channel C0SECURITY',
      'channel C0ELSEWHERE',
      'altered or signed',
      'its time is over',
      'inc_00000000000000000000, which is not shown',
    ]) {
      expect([why, said.filter((each) => each.includes(why)).length >= INCIDENTS]).toEqual([why, true])
    }
  })
})
