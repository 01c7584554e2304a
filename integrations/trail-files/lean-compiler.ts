import { setFlagsFromString } from 'node:v8'

/**
 * Makes V8 compile less. It compiles a function anew for speed once it has run some times, by threads of its own: a quarter of all that the
 * processors did in a scan of two seconds by three threads, each of which has its own code. Here that takes three times as many runs, and less of
 * what a function calls is written into it. Code that is compiled at once to what runs as it is (`always-sparkplug`) was no faster, and
 * took 10 MB.
 *
 * It holds for the whole process from then on: for one that answers a question and ends (app/cli/program.ts), not for a service. Measured by
 * `npm run bench -- --evidence`.
 */
export function keepCompilerLean(): void {
  setFlagsFromString('--interrupt-budget=400000')
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=150')
}
