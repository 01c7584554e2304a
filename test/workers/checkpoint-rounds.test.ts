import { setTimeout as pause } from 'node:timers/promises'
import { startCheckpointRounds } from '../../workers/checkpoint-rounds.js'
import { silentLog } from '../support/store.js'

const NEVER_MS = 3_600_000

/** Rounds that are counted. */
function counted(options: { intervalMs: number; fails?: boolean }) {
  const state = { rounds: 0, warned: 0 }
  const warn = () => {
    state.warned += 1
  }
  const log = { ...silentLog, warn }
  const round = async () => {
    state.rounds += 1
    if (options.fails === true) throw new Error('The database is away.')
  }
  return { state, rounds: startCheckpointRounds(round, { intervalMs: options.intervalMs, log }) }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !holds(); tries += 1) await pause(10)
  expect(holds()).toBe(true)
}

describe('rounds of checkpoints', () => {
  it('come without being asked for', async () => {
    const { state, rounds } = counted({ intervalMs: 10 })
    await until(() => state.rounds >= 3)
    await rounds.stop()
  })

  it('do not wait for the interval after a nudge, and a storm of nudges shares one', async () => {
    const { state, rounds } = counted({ intervalMs: NEVER_MS })
    for (let nudge = 0; nudge < 50; nudge += 1) rounds.nudge()
    await until(() => state.rounds > 0)
    expect(state.rounds).toBe(1)
    await rounds.stop()
  })

  it('end with one more, so that the last records are anchored', async () => {
    const { state, rounds } = counted({ intervalMs: NEVER_MS })
    await rounds.stop()
    expect(state.rounds).toBe(1)
  })

  it('go on after one that failed, and say so', async () => {
    const { state, rounds } = counted({ intervalMs: 10, fails: true })
    await until(() => state.rounds >= 3)
    await rounds.stop()
    expect(state.warned).toBe(state.rounds)
  })
})
