import { setFlagsFromString } from 'node:v8'

/**
 * Makes V8 compile less. It compiles a function again for speed once it has run some times, by threads of its own: of the processors' time
 * that two threads took for a scan of two seconds, every fourth second was theirs. Here code is compiled at once to what runs as it is
 * (`always-sparkplug`), again only after twice as many runs, and with less of what it calls written into it.
 *
 * It holds for the whole process from then on: for one that answers a question and ends, not for a service. Measured by `npm run bench -- --evidence`.
 */
export function keepCompilerLean(): void {
  for (const flag of [
    '--always-sparkplug',
    '--interrupt-budget=264000',
    '--max-inlined-bytecode-size-cumulative=300',
  ]) {
    setFlagsFromString(flag)
  }
}
