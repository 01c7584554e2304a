import { SeededRandom } from '../../../app/exercise/virtual/seeded-random.js'
import { howMany } from '../../support/long-run.js'
import { RestoreRaceJudge } from '../../support/races/judge-restore-race.js'
import type { Judgement } from '../../support/races/question-judge.js'
import { askRestoreQuestion, drawRestoreRace, runRestoreRace } from '../../support/races/restore-race.js'
import { engineOn, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()
const RACES = howMany({ short: 100, long: 1_000 })
const AT_ONCE = 8
const PATIENCE_MS = 900_000

async function race(seed: number): Promise<Judgement> {
  const drawn = drawRestoreRace(new SeededRandom(`postgres restore ${seed}`))
  const engine = engineOn(db)
  const id = await askRestoreQuestion(engine, drawn)
  const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 1))
  const answers = await runRestoreRace(engine, id, drawn, turn)
  const chain = await engine.store.readChain(id)
  if (chain === null) throw new Error(`Race ${seed} has no record.`)
  return new RestoreRaceJudge(drawn).judge(chain, answers)
}

describe(`${RACES} races for a restore: approvals, denials, expiry, other wishes and drift, by transactions of PostgreSQL`, () => {
  it(
    'have one winner each; every loser is on the record with the reason; access is given back by a quorum for its plan alone',
    async () => {
      const judged: { readonly seed: number; readonly judgement: Judgement }[] = []
      for (let from = 0; from < RACES; from += AT_ONCE) {
        const seeds = Array.from({ length: AT_ONCE }, (_, index) => from + index)
        judged.push(...(await Promise.all(seeds.map(async (seed) => ({ seed, judgement: await race(seed) })))))
      }

      expect(
        judged.flatMap(({ seed, judgement }) => judgement.faults.map((fault) => `race ${seed}: ${fault}`)),
      ).toEqual([])
      const winners = new Set(judged.map(({ judgement }) => judgement.winner))
      expect([...winners].sort()).toEqual([
        'approve as compromise',
        'approve as false-alarm',
        'deny',
        'expiry',
        'gone',
        'open',
        'planChange',
      ])
    },
    PATIENCE_MS,
  )
})
