/** What ends the parts of a world, each when those are gone that were started after it. */
export type Undo = (() => Promise<void>)[]

/**
 * Takes everything down that was started, the last first, once: who asks again waits for the same. One part that does not end as it
 * should keeps none of the others up; the first such failure is thrown when all is done.
 */
export function takingDown(undo: Undo): () => Promise<void> {
  let taking: Promise<void> | null = null
  return () => {
    taking ??= takeDown(undo)
    return taking
  }
}

async function takeDown(undo: Undo): Promise<void> {
  const failures: unknown[] = []
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
    await step().catch((error: unknown) => void failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}
