import { testIncidentStore } from './incident-store-contract.js'
import { memoryIncidentStore } from './memory-incident-store.js'
import { freshRealm } from './store.js'

describe('the store in memory', () => {
  testIncidentStore(() => {
    const store = memoryIncidentStore()
    return { store, realm: freshRealm(), passTime: async (ms) => store.passTime(ms) }
  })
})
