import { Option } from 'commander'
import { type Config, loadConfig } from '../config.js'

/** `--config FILE`, else TOURNIQUET_CONFIG, else tourniquet.yaml here. */
export function configOption(): Option {
  return new Option('-c, --config <file>', 'the configuration').env('TOURNIQUET_CONFIG').default('tourniquet.yaml')
}

export function readConfig(options: { config: string }): Config {
  return loadConfig(options.config, process.env)
}
