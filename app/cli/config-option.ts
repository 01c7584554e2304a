import { Option } from 'commander'

/** `--config FILE`, else TOURNIQUET_CONFIG, else tourniquet.yaml here. See `readConfig`. */
export function configOption(): Option {
  return new Option('-c, --config <file>', 'the configuration').env('TOURNIQUET_CONFIG').default('tourniquet.yaml')
}
