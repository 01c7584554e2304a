import { aGuardDutyEvent, ask, post, serve } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js'
import { useWorlds } from '../../support/worlds.js'

const database = new URL((await useTestPostgres()).url)
const proxy: TcpProxy = await startTcpProxy({ host: database.hostname, port: Number(database.port) })
afterAll(() => proxy.close())
const throughProxy = Object.assign(new URL(database.href), { hostname: '127.0.0.1', port: String(proxy.port) }).href

describe('a server whose database goes away', () => {
  const createWorld = useWorlds({ databaseUrl: throughProxy })

  it('answers 503 and takes nothing, lives on, and takes the same finding when it is back', async () => {
    const world = await createWorld()
    const server = await serve(world)
    const get = async (url: string) => (await fetch(`${server.url}${url}`)).status
    const becomes = async (path: string, status: number) => {
      while ((await get(path)) !== status) await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await world.work()
    await becomes('/readyz', 200)
    proxy.cut()
    const refused = await post(server, aGuardDutyEvent(world))
    expect(refused).toEqual({
      status: 503,
      body: { error: 'unavailable', detail: 'It was not taken. Try again; the log has the reason.' },
    })
    await becomes('/readyz', 503)
    await becomes('/readyz/intake', 503)
    expect(await get('/livez')).toBe(200)
    expect(await ask(server, 'ana', '/incidents')).toMatchObject({ status: 503 })
    proxy.mend()
    expect(await post(server, aGuardDutyEvent(world))).toMatchObject({ status: 202, body: { deduplicated: false } })
    await becomes('/readyz', 200)
    await server.close()
  })

  it('works on what it had taken when the database is back', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.open()
    proxy.cut()
    await new Promise((resolve) => setTimeout(resolve, 300))
    proxy.mend()
    await world.reach(id, 'awaitingApproval')
  })
})
