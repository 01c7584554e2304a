import { type Kysely, sql } from 'kysely'
import type { IncidentStore, StepRecord, StepResult } from '../../src/engine/incident-store.js'
import { onDatabase } from './connect-database.js'
import type { Database } from './database.js'
import { stepResultSchema } from './rows.js'

interface Asked {
  readonly step: StepRecord
  readonly resolve: (result: StepResult) => void
  readonly reject: (error: unknown) => void
}

/**
 * Records steps; those of one incident that are asked for in one turn of the event loop go in one statement, in the order of
 * asking: one round trip and one commit for all. Steps of different incidents never share one, so that no two processes wait for
 * each other's rows. Where the statement fails none of its steps is recorded, and every caller is told.
 */
export function stepRecorder(db: Kysely<Database>): IncidentStore['recordStep'] {
  const asked = new Map<string, Asked[]>()
  const send = (incidentId: string) => {
    const together = asked.get(incidentId) ?? []
    asked.delete(incidentId)
    const steps = together.map(({ step }) => step)
    const tell = (results: readonly StepResult[]) => {
      for (const [index, { resolve }] of together.entries()) resolve(results[index] ?? { status: 'conflict' })
    }
    const fail = (error: unknown) => {
      for (const { reject } of together) reject(error)
    }
    recordSteps(db, steps).then(tell, fail)
  }
  return (step) =>
    new Promise((resolve, reject) => {
      const { id } = step.incident
      const together = asked.get(id)
      if (together !== undefined) return void together.push({ step, resolve, reject })
      asked.set(id, [{ step, resolve, reject }])
      // After the promises that are settled by now: who asks for several at once may do so through wrappers that are async.
      process.nextTick(send, id)
    })
}

/** Racing deliveries of one finding meet at its unique key; the loser looks again and finds the winner's. */
async function recordSteps(db: Kysely<Database>, steps: readonly StepRecord[]): Promise<StepResult[]> {
  try {
    const { rows } = await onDatabase(() =>
      sql<{ result: unknown }>`
        SELECT record_step(step) AS result FROM jsonb_array_elements(${JSON.stringify(steps)}::jsonb) AS step`.execute(
        db,
      ),
    )
    return rows.map(({ result }) => stepResultSchema.parse(result))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === '23505') return steps.map(() => ({ status: 'conflict' }))
    throw error
  }
}
