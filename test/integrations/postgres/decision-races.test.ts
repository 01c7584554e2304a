import { SeededRandom } from '../../../app/exercise/virtual/seeded-random.js'
import { askRaceQuestion, drawRace, runRace } from '../../support/races/decision-race.js'
import { RaceJudge } from '../../support/races/judge-race.js'
import type { Judgement } from '../../support/races/question-judge.js'
import { engineOn, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()
const RACES = 200
const AT_ONCE = 8

async function race(seed: number): Promise<Judgement> {
  const drawn = drawRace(new SeededRandom(`postgres ${seed}`))
  const engine = engineOn(db)
  const id = await askRaceQuestion(engine, drawn)
  const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 1))
  const answers = await runRace(engine, id, drawn, turn)
  const chain = await engine.store.readChain(id)
  if (chain === null) throw new Error(`Race ${seed} has no record.`)
  return new RaceJudge(drawn).judge(chain, answers)
}

describe(`${RACES} races of approvals, denials, expiry and changed plans, by transactions of PostgreSQL`, () => {
  it('have one winner each; every loser is on the record with the reason; no block without a quorum for its plan', async () => {
    const judged: { readonly seed: number; readonly judgement: Judgement }[] = []
    for (let from = 0; from < RACES; from += AT_ONCE) {
      const seeds = Array.from({ length: AT_ONCE }, (_, index) => from + index)
      judged.push(...(await Promise.all(seeds.map(async (seed) => ({ seed, judgement: await race(seed) })))))
    }

    expect(judged.flatMap(({ seed, judgement }) => judgement.faults.map((fault) => `race ${seed}: ${fault}`))).toEqual(
      [],
    )
    const winners = new Set(judged.map(({ judgement }) => judgement.winner))
    expect([...winners].sort()).toEqual(['approve', 'deny', 'expiry', 'open', 'planChange'])
  })
})
