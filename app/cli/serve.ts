import { Command, InvalidArgumentError, Option } from 'commander'
import { configOption } from './config-option.js'

export interface ServeOptions {
  readonly config: string
  readonly workers: boolean
  readonly healthPort?: number
}

/** For one process among several of a configuration: each needs a port of its own. */
function healthPortOption(): Option {
  return new Option('--health-port <port>', 'serve /livez, /readyz and /metrics there, without a token')
    .env('TOURNIQUET_HEALTH_PORT')
    .argParser((text) => {
      if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text)
      throw new InvalidArgumentError('A port is a number from 0 to 65535.')
    })
}

/** `tourniquet serve`: webhooks, API and workers in one process; `--no-workers` leaves those to `tourniquet work`. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the web server (webhooks, API) and, unless told otherwise, the workers')
    .addOption(configOption())
    .option('--no-workers', 'leave the work to `tourniquet work` processes')
    .addOption(healthPortOption())
    .action(async (options: ServeOptions) => (await import('./run-serve.js')).runServe(options))
}

/** `tourniquet work`: workers alone. Start as many as are wanted; they share the work. */
export function workCommand(): Command {
  return new Command('work')
    .description('run workers alone, beside a `tourniquet serve --no-workers`')
    .addOption(configOption())
    .addOption(healthPortOption())
    .action(async (options: ServeOptions) => (await import('./run-serve.js')).runWork(options))
}
