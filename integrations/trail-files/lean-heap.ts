import { getHeapStatistics, setFlagsFromString } from 'node:v8'

/** Facts of a month of one account take less: until then speed is worth more than memory. */
const largeBytes = 96 * 1024 * 1024
const lookEveryMs = 100

/**
 * Makes V8 collect garbage once the heap has grown by two fifths. By itself it waits until there is four times what was left the
 * last time, since it goes by how fast it is: reading ten times the logs took twice the memory for what nobody needed any more.
 * Once the heap is large, V8 is told to go by size altogether: it then moves what is left together, where it would keep as much
 * free memory between as there is of it. That costs a tenth of the time, so it is not done before.
 *
 * It holds for the whole process from then on: for one that answers a question and ends, not for a service.
 */
export function keepHeapLean(): void {
  setFlagsFromString('--heap-growing-percent=40')
  const looking = setInterval(() => {
    if (getHeapStatistics().used_heap_size < largeBytes) return
    setFlagsFromString('--optimize-for-size')
    clearInterval(looking)
  }, lookEveryMs)
  // Nobody waits for it.
  looking.unref()
}
