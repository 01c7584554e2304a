import { testQuestionRestarts } from '../../support/question-restarts-contract.js'
import { aTestEngine } from '../../support/test-engine.js'

describe('in memory', () => {
  testQuestionRestarts(() => {
    const first = aTestEngine()
    const startsAtMs = Date.parse('2026-03-01T10:00:00Z')
    let passedMs = 0
    return {
      restart: async () => ({ ...aTestEngine(), ids: first.ids, store: first.store }),
      letPass: async (incidentId, wait) => {
        const running = await first.store.readTimers(incidentId)
        const dueAt = running.find(({ name }) => name.includes(`.${wait}.`))?.dueAt ?? ''
        const ms = Date.parse(dueAt) - startsAtMs - passedMs
        first.store.passTime(ms)
        passedMs += ms
      },
    }
  })
})
