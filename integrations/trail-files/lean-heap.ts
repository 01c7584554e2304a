import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8'

/** Until then there is room for garbage: collecting it as often as later took a twentieth of a scan of two seconds. */
const smallBytes = 48 * 1024 * 1024
/** Facts of a month of one account take less: until then speed is worth more than memory. */
const largeBytes = 96 * 1024 * 1024
/** Both halves of the young generation: V8 takes two or three times as much by itself. */
const youngBytes = 8 * 1024 * 1024
const lookEveryMs = 20

/**
 * Makes V8 collect garbage once the heap has grown by two fifths, or by more while it is small. By itself it waits until there is four times what was left the
 * last time, since it goes by how fast it is: reading ten times the logs took twice the memory for what nobody needed any more.
 * Once the heap is large, a tenth is enough, and V8 is told to go by size altogether: it then moves what is left together, where it
 * would keep as much free memory between as there is of it. That costs a tenth of the time, so it is not done before.
 * The young generation is kept from growing once it has some room: what survives it is little, and it would be resident whole.
 *
 * It holds for the whole process from then on: for one that answers a question and ends (app/cli/program.ts), not for a service.
 */
export function keepHeapLean(): void {
  setFlagsFromString('--heap-growing-percent=150')
  const rules: Rule[] = [
    { isDue: () => getHeapStatistics().used_heap_size >= smallBytes, flags: ['--heap-growing-percent=40'] },
    { isDue: () => youngGenerationBytes() >= youngBytes, flags: ['--semi-space-growth-factor=1'] },
    {
      isDue: () => getHeapStatistics().used_heap_size >= largeBytes,
      flags: ['--heap-growing-percent=10', '--optimize-for-size'],
    },
  ]
  const looking = setInterval(() => {
    for (const rule of rules.filter(({ isDue }) => isDue())) {
      for (const flag of rule.flags) setFlagsFromString(flag)
      rules.splice(rules.indexOf(rule), 1)
    }
    if (rules.length === 0) clearInterval(looking)
  }, lookEveryMs)
  // Nobody waits for it.
  looking.unref()
}

/** Each is followed once. */
interface Rule {
  readonly isDue: () => boolean
  readonly flags: readonly string[]
}

function youngGenerationBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0
}
