import { Command } from 'commander'
import { configOption } from './config-option.js'

export interface ServeOptions {
  readonly config: string
  readonly workers: boolean
}

/** `tourniquet serve`: webhooks, API and workers in one process; `--no-workers` leaves those to `tourniquet work`. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the web server (webhooks, API) and, unless told otherwise, the workers')
    .addOption(configOption())
    .option('--no-workers', 'leave the work to `tourniquet work` processes')
    .action(async (options: ServeOptions) => (await import('./run-serve.js')).runServe(options))
}

/** `tourniquet work`: workers alone. Start as many as are wanted; they share the work. */
export function workCommand(): Command {
  return new Command('work')
    .description('run workers alone, beside a `tourniquet serve --no-workers`')
    .addOption(configOption())
    .action(async (options: ServeOptions) => (await import('./run-serve.js')).runWork(options))
}
