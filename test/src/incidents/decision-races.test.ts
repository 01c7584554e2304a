import { SeededRandom } from '../../../app/exercise/virtual/seeded-random.js'
import { howMany } from '../../support/long-run.js'
import { askRaceQuestion, drawRace, runRace } from '../../support/races/decision-race.js'
import { RaceJudge } from '../../support/races/judge-race.js'
import type { Judgement } from '../../support/races/question-judge.js'
import { anOpeningStep } from '../../support/store.js'
import { aTestEngine } from '../../support/test-engine.js'

const RACES = howMany({ short: 500, long: 10_000 })
/** A minute of one core; the machine may have others to serve. */
const PATIENCE_MS = 900_000

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

const opening = anOpeningStep(aTestEngine().realm)

async function race(seed: number): Promise<Judgement> {
  const drawn = drawRace(new SeededRandom(seed))
  const engine = aTestEngine()
  const id = await askRaceQuestion(engine, drawn, opening)
  engine.store.passTime(1)
  // What is armed meanwhile is due as well.
  const answers = await runRace(engine, id, drawn, async () => {
    await turn()
    engine.store.passTime(1)
  })
  const chain = await engine.store.readChain(id)
  if (chain === null) throw new Error(`Race ${seed} has no record.`)
  return new RaceJudge(drawn).judge(chain, answers)
}

/** Many at a time: each has a store of its own, and most of a race is waiting for turns. */
async function races(): Promise<Map<number, Judgement>> {
  const judged = new Map<number, Judgement>()
  const seeds = Array.from({ length: RACES }, (_, seed) => seed)
  for (let from = 0; from < RACES; from += 250) {
    await Promise.all(seeds.slice(from, from + 250).map(async (seed) => void judged.set(seed, await race(seed))))
  }
  return judged
}

describe(`${RACES} races of approvals, denials, expiry and changed plans`, () => {
  let judged: ReadonlyMap<number, Judgement>
  beforeAll(async () => {
    judged = await races()
  }, PATIENCE_MS)

  it('have one winner each; every loser is on the record with the reason; no block without a quorum for its plan', () => {
    const broken = [...judged].flatMap(([seed, { faults }]) => faults.map((fault) => `race ${seed}: ${fault}`))

    expect(broken).toEqual([])
  })

  it('are won by each of them, again and again', () => {
    const wins = (winner: Judgement['winner']) => [...judged.values()].filter((one) => one.winner === winner).length

    for (const winner of ['approve', 'deny', 'expiry', 'planChange', 'open'] as const) {
      expect([winner, wins(winner) > RACES * 0.03]).toEqual([winner, true])
    }
    expect([...judged.values()].filter(({ escalated }) => escalated).length).toBeGreaterThan(RACES * 0.03)
  })

  it('are lost for every reason that there is', () => {
    const codes = new Set([...judged.values()].flatMap(({ lost }) => lost))

    expect([...codes].sort()).toEqual([
      'alreadyDecided',
      'alreadyVoted',
      'expired',
      'isSubject',
      'notAnApprover',
      'notAsked',
      'notYetAsked',
      'planChanged',
    ])
  })

  it('go the same way again with the same seed', async () => {
    for (const seed of [1, 77, RACES - 1]) expect(await race(seed)).toEqual(judged.get(seed))
  })
})
