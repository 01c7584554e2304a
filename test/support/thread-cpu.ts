import { readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'

/**
 * How long this thread has run on a processor, in milliseconds: what other programs of a busy machine take is no part of it. Where
 * the system does not say (it is Linux that does), the time that has passed.
 * https://docs.kernel.org/scheduler/sched-stats.html
 */
export function threadCpuMs(): number {
  if (process.platform !== 'linux') return performance.now()
  const [ns = ''] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')
  return Number(ns) / 1e6
}

/** The most that this thread ran in one turn of its event loop, from now until `stop`. */
export function longestTurn(): { stop(): Promise<number> } {
  let isStopped = false
  let longestMs = 0
  const watching = (async () => {
    let before = threadCpuMs()
    while (!isStopped) {
      await turn()
      const now = threadCpuMs()
      longestMs = Math.max(longestMs, now - before)
      before = now
    }
  })()
  return {
    stop: async () => {
      isStopped = true
      await watching
      return longestMs
    },
  }
}
