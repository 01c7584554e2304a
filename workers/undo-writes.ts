import type { WriteDone } from '../src/domain/incident-event.js'
import type { PlannedWrite } from '../src/domain/plan.js'
import { applyWrite, type WriteScope } from './apply-write.js'

export type Undone =
  | {
      readonly status: 'done'
      readonly writes: readonly WriteDone[]
      /** AWS's time and request of the last write that was sent; null where an earlier try had done it all. */
      readonly at: string | null
      readonly requestId: string | null
    }
  | { readonly status: 'conflict'; readonly reason: string }

/** Carries out the writes that give access back, in order, and stops where something is not ours any more. */
export async function undoWrites(scope: WriteScope, writes: readonly PlannedWrite[]): Promise<Undone> {
  const done: WriteDone[] = []
  let last: { at: string; requestId: string | null } | null = null
  for (const write of writes) {
    const applied = await applyWrite(scope, write)
    if (applied.status === 'conflict') return applied
    done.push(applied.done)
    if (applied.status === 'written') last = { at: applied.at, requestId: applied.done.requestId }
  }
  return { status: 'done', writes: done, at: last?.at ?? null, requestId: last?.requestId ?? null }
}
