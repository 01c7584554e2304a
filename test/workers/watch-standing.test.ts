import { setTimeout as pause } from 'node:timers/promises'
import { memoryIncidentStore } from '../../integrations/memory/memory-incident-store.js'
import type { Standing } from '../../src/audit/database-standing.js'
import { watchStanding } from '../../workers/watch-standing.js'

const older: Standing = { kind: 'olderThanAnchor', anchor: { sink: 'file', number: 2, at: null }, ownNumber: 1 }

/** What the anchors say, look by look; the last of it stays. */
function watching(...looks: (Standing | Error)[]) {
  const { brakes } = memoryIncidentStore()
  const warned: string[] = []
  const warn = (message: string) => void warned.push(message)
  const readStanding = async () => {
    const look = looks.length > 1 ? looks.shift() : looks[0]
    if (look === undefined || look instanceof Error) throw look ?? new Error('no look')
    return { standing: look, unread: [] }
  }
  const log = { info: () => {}, warn, error: () => {} }
  const guard = { brakes, systemLog: { append: async () => {} }, log, readStanding }
  return { brakes, warned, watch: () => watchStanding(guard, 5) }
}

describe('watching the standing of the database', () => {
  it('has pulled the brake before anything may be taken up', async () => {
    const { brakes, watch } = watching(older)
    const { stop } = await watch()
    expect(await brakes.standing()).toMatchObject([{ kind: 'standing' }])
    await stop()
  })

  it('takes its brake off again where a person accepted the database while it was looked at', async () => {
    const { brakes, watch } = watching(older, { kind: 'current' })
    const { stop } = await watch()
    expect(await brakes.standing()).toEqual([])
    await stop()
  })

  it('lets nothing be taken up where it cannot be judged at first', async () => {
    await expect(watching(new Error('The database is away.')).watch()).rejects.toThrow('away')
  })

  it('pulls the brake while running, also after a look that failed', async () => {
    const { brakes, warned, watch } = watching({ kind: 'current' }, new Error('away'), older)
    const { stop } = await watch()
    expect(await brakes.standing()).toEqual([])
    for (let round = 0; round < 50 && (await brakes.standing()).length === 0; round += 1) await pause(10)
    expect(await brakes.standing()).toHaveLength(1)
    expect(warned).toHaveLength(1)
    await stop()
  })
})
