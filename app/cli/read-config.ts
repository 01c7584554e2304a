import { resolve } from 'node:path'
import { loadConfig } from '../config.js'
import type { ConfigFile } from '../from-config.js'

/** Checks the configuration; with where it stands, because parts of it are read again while it is in use. */
export function readConfig(options: { config: string }): ConfigFile {
  return { config: loadConfig(options.config, process.env), path: resolve(options.config) }
}
