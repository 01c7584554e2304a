import { setTimeout as sleep } from 'node:timers/promises'
import { connectQueue } from '../../../integrations/queue/connect-queue.js'
import type { QueueConnection, QueueOptions } from '../../../integrations/queue/queue-connection.js'

/** Connections of one test file, closed together. */
export type QueueFixture = {
  connect(own?: Partial<QueueOptions>): Promise<QueueConnection>
  /** What the queue logged since the file began. */
  readonly logged: string[]
  closeAll(): Promise<void>
}

let realms = 0

/** A realm that no other test uses: test files share a server where one is given. */
export function freshRealm(): string {
  realms += 1
  return `exercise/test/${process.pid}/${Date.now()}/${realms}`
}

export function queueFixture(server: { postgresUrl: string; redisUrl: string | null }): QueueFixture {
  const open: QueueConnection[] = []
  const logged: string[] = []
  const write = (message: string): void => {
    logged.push(message)
  }
  return {
    logged,
    connect: async (own = {}) => {
      const log = { warn: write, error: write }
      const connection = await connectQueue({ ...server, realm: freshRealm(), log, ...own })
      open.push(connection)
      return connection
    },
    closeAll: async () => {
      await Promise.all(open.splice(0).map((connection) => connection.close()))
    },
  }
}

/** Holds a job until it is opened. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

/** Waits until `isTrue`; what is waited for has its own time, which this does not measure. */
export async function until(isTrue: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const deadlineMs = performance.now() + withinMs
  while (!(await isTrue())) {
    if (performance.now() > deadlineMs) throw new Error(`still not so after ${withinMs} ms: ${isTrue}`)
    await sleep(5)
  }
}
