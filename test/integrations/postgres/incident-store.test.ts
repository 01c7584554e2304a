import { setTimeout as pause } from 'node:timers/promises'
import { testIncidentStore } from '../../support/incident-store-contract.js'
import { engineOn, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()

describe('the store on PostgreSQL', () => {
  testIncidentStore(() => {
    const { store, realm } = engineOn(db)
    return { store, realm, passTime: (ms) => pause(ms) }
  })
})
