import { memoryIncidentStore } from '../../../integrations/memory/memory-incident-store.js'
import { testBrakesOfStore } from '../../support/brakes-of-store-contract.js'
import { testIncidentStore } from '../../support/incident-store-contract.js'
import { freshRealm } from '../../support/store.js'

const begin = () => {
  const store = memoryIncidentStore()
  return { store, realm: freshRealm(), passTime: async (ms: number) => store.passTime(ms) }
}

describe('the store in memory', () => {
  testIncidentStore(begin)
  testBrakesOfStore(() => {
    const { store, realm, passTime } = begin()
    return { store, realm, passTime, brakes: store.brakes, passAnHour: () => passTime(60 * 60_000) }
  })
})
