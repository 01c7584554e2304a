import { resolve } from 'node:path'
import { Option } from 'commander'
import { loadConfig } from '../config.js'
import type { ConfigFile } from '../from-config.js'

/** `--config FILE`, else TOURNIQUET_CONFIG, else tourniquet.yaml here. */
export function configOption(): Option {
  return new Option('-c, --config <file>', 'the configuration').env('TOURNIQUET_CONFIG').default('tourniquet.yaml')
}

/** Checks the configuration; with where it stands, because parts of it are read again while it is in use. */
export function readConfig(options: { config: string }): ConfigFile {
  return { config: loadConfig(options.config, process.env), path: resolve(options.config) }
}
