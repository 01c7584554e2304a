import { endsWithin } from './ends-within.js'
import { withQueueTimeout } from './with-queue-timeout.js'

/** How long running jobs get to end when the queue closes, unless told otherwise. */
const CLOSING_PATIENCE_MS = 10_000

/** A BullMQ Queue or Worker, of whatever types. */
type Member = {
  on(event: 'error', listener: (error: Error) => void): Member
  waitUntilReady(): Promise<void>
  close(force?: boolean): Promise<void>
}

/** What a connection has created and must close before it closes itself. */
export type OpenMembers = {
  /**
   * Listens to the member's errors and waits until it is ready; else closes it and rejects. BullMQ keeps a failed start
   * for ever on PostgreSQL and waits for ever on Redis, so a member that is not ready must not get out.
   */
  admit<M extends Member>(member: M, timeoutMs: number, what: string): Promise<M>
  /**
   * Closes all, then runs `disconnect`. Waits `patienceMs` (ten seconds) for jobs that still run, and disconnects then: they
   * are taken by others. With the server away nothing can end properly, and nothing is waited for.
   */
  closeAll(serverIsAway: boolean, disconnect: () => Promise<void>, patienceMs?: number): Promise<void>
}

export function openMembers(onError: (error: Error) => void): OpenMembers {
  const members = new Set<Member>()
  return {
    admit: async (member, timeoutMs, what) => {
      member.on('error', onError)
      members.add(member)
      try {
        await withQueueTimeout(member.waitUntilReady(), timeoutMs, what)
        return member
      } catch (error) {
        members.delete(member)
        member.close(true).catch(onError)
        throw error
      }
    },
    closeAll: async (serverIsAway, disconnect, patienceMs = CLOSING_PATIENCE_MS) => {
      let ended: Promise<void> | undefined
      const end = (): Promise<void> => {
        ended ??= disconnect()
        return ended
      }
      const closing = [...members].map((member) => member.close(serverIsAway).catch(onError))
      const closed = Promise.all(closing).then(end).catch(onError)
      if (await endsWithin(closed, patienceMs)) return
      onError(new Error('closed while jobs still run: other workers take them'))
      await end().catch(onError)
    },
  }
}
