import { setTimeout as sleep } from 'node:timers/promises'
import { withQueueTimeout } from './with-queue-timeout.js'

/** A BullMQ Queue or Worker, of whatever types. */
type Member = {
  on(event: 'error', listener: (error: Error) => void): Member
  waitUntilReady(): Promise<void>
  close(): Promise<void>
  disconnect(): Promise<void>
}

/** What a connection has created and must close before it closes itself. */
export type OpenMembers = {
  /**
   * Listens to the member's errors and waits until it is ready; else closes it and rejects. BullMQ keeps a failed start
   * for ever on PostgreSQL and waits for ever on Redis, so a member that is not ready must not get out.
   */
  admit<M extends Member>(member: M, timeoutMs: number, what: string): Promise<M>
  /** Resolves when all are closed, or after `patienceMs`: the caller then cuts what still runs off from the queue. */
  closeAll(patienceMs: number): Promise<void>
}

export function openMembers(onError: (error: Error) => void): OpenMembers {
  const members = new Set<Member>()
  return {
    admit: async (member, timeoutMs, what) => {
      member.on('error', onError)
      try {
        await withQueueTimeout(member.waitUntilReady(), timeoutMs, what)
        members.add(member)
        return member
      } catch (error) {
        member.close().catch(onError)
        throw error
      }
    },
    closeAll: async (patienceMs) => {
      const closing = Promise.all([...members].map((member) => member.close())).then(() => 'closed' as const)
      const patience = new AbortController()
      const end = await Promise.race([closing, sleep(patienceMs, 'late' as const, { signal: patience.signal })])
      patience.abort()
      if (end === 'closed') return
      closing.catch(onError)
      onError(new Error('it closes with jobs that still run, and leaves them to the next worker'))
      for (const member of members) member.disconnect().catch(onError)
    },
  }
}
