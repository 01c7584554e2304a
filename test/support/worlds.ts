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

/** The same tests in worlds whose queue is on PostgreSQL and, where there is one, on Redis. Await it: it finds the servers. */
export async function describeOnEachQueue(title: string, tests: (createWorld: MakeWorld) => void): Promise<void> {
  const { url: databaseUrl } = await useTestPostgres()
  describe.each(await queueBackends())(`${title}, with the queue on $kind`, ({ redisUrl }) => {
    tests(useWorlds({ databaseUrl, redisUrl }))
  })
}
