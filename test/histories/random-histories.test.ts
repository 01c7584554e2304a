import { howMany } from '../support/long-run.js'
import { checkHistories } from './check-histories.js'

/** More of them, with any seed: npm run test:redteam -- --histories 2000 --seed N */
const HISTORIES = howMany({ short: 6, long: 100 })
const SEED = 20_260_301

describe('random histories of findings, decisions, restores, writes by others, killed workers and lost answers', () => {
  it('leave the account with exactly what its owner left there and the blocks that the record says stand', async () => {
    expect(await checkHistories(HISTORIES, SEED)).toBeNull()
    // Where one fails, smaller ones are looked for.
  }, 600_000)
})
