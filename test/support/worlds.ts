import { queueBackends, useTestPostgres } from './services.js'
import { createWorld, type World, type WorldOptions } from './world.js'

export type MakeWorld = (options?: Omit<WorldOptions, 'databaseUrl'>) => Promise<World>

/** Makes worlds for the tests of one block and closes them after each test. */
export function useWorlds(server: Pick<WorldOptions, 'databaseUrl' | 'redisUrl'>): MakeWorld {
  const open: World[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map((world) => world.close()))
  })
  return async (options = {}) => {
    const world = await createWorld({ ...server, ...options })
    open.push(world)
    return world
  }
}

/** A database, with each queue that there is: for `describe.each(await worldServers())('..., with the queue on $kind')`. */
export async function worldServers() {
  const { url: databaseUrl } = await useTestPostgres()
  return (await queueBackends()).map(({ kind, redisUrl }) => ({ kind, databaseUrl, redisUrl }))
}
