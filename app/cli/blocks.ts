import { Command } from 'commander'
import { z } from 'zod'
import { knownBlocksSchema } from '../../src/report/standing-blocks.js'
import { askServer, serverOption } from './api-client.js'
import { blockLines } from './block-lines.js'
import { configOption } from './config-option.js'
import type { ExitCode } from './exit-codes.js'
import { talking } from './talking.js'

export interface BlocksOptions {
  readonly config: string
  readonly server: string
  readonly orphans?: boolean
  readonly json?: boolean
}

/** `tourniquet blocks list`: what stands by the record; with `--orphans`, what IAM shows and no open incident knows. */
export function blocksCommand(finish: (code: ExitCode) => void): Command {
  const blocks = new Command('blocks').description('the blocks that stand')
  blocks
    .command('list')
    .description('every block that stands or may stand, by the record; with --orphans by IAM itself')
    .option('--orphans', 'read IAM with the configured credentials, and list what is ours and no open incident knows')
    .addOption(serverOption())
    .addOption(configOption())
    .option('--json', 'print one JSON document')
    .addHelpText('after', blocksHelp)
    .action((options: BlocksOptions) =>
      talking(finish, async () => {
        if (options.orphans === true) return (await import('./run-orphans.js')).listOrphans(options)
        const realms = z.array(knownBlocksSchema).parse(await askServer(options.server, '/api/blocks'))
        const blocks = realms.flatMap((known) =>
          known.blocks.map((block) => ({ ...block, realm: known.realm, account: known.account })),
        )
        if (options.json === true) return print(JSON.stringify(blocks, null, 2))
        for (const block of blocks) print(blockLines(block))
        if (blocks.length === 0) print('No block stands.')
        if (realms.some(({ complete }) => !complete))
          print('There may be more: not every incident could be read or listed.')
      }),
    )
  return blocks
}

const blocksHelp = `
Blocks do not expire by themselves. --orphans needs no server; where one answers with your token, what its open
incidents account for is left out. Commands to remove what is found are printed, never run.`

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
