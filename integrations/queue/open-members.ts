import { setTimeout as sleep } from 'node:timers/promises'
import { withQueueTimeout } from './with-queue-timeout.js'

/** How long running jobs get to end when the queue closes. */
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
   * Closes all, then runs `disconnect`. Resolves when that is done, or after ten seconds: jobs that still run then go
   * on, and the rest follows when they end. With the server away nothing can end properly, and nothing is waited for.
   */
  closeAll(serverIsAway: boolean, disconnect: () => Promise<void>): Promise<void>
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
    closeAll: async (serverIsAway, disconnect) => {
      const closing = [...members].map((member) => member.close(serverIsAway).catch(onError))
      const closed = Promise.all(closing).then(disconnect).catch(onError)
      if (await endsWithin(closed, CLOSING_PATIENCE_MS)) return
      onError(new Error('closed while jobs still run; where this process ends before them, other workers take them'))
    },
  }
}

async function endsWithin(work: Promise<void>, patienceMs: number): Promise<boolean> {
  const patience = new AbortController()
  const isLate = sleep(patienceMs, false, { signal: patience.signal }).catch(() => false)
  const ended = await Promise.race([work.then(() => true), isLate])
  patience.abort()
  return ended
}
