import { Command } from 'commander'
import type { Log } from '../../src/engine/engine.js'
import { count } from '../../src/report/words.js'
import { jsonLog } from '../logging.js'
import { terminalText } from '../terminal-text.js'
import { configOption } from './config-option.js'
import { readConfig } from './read-config.js'

/** `migrate`: brings the database schema up to date, and gives the role that the program runs as its rights. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database schema up to date, as database.migrateUrl where one is given')
    .addOption(configOption())
    .addHelpText(
      'after',
      '\nBack up first. Again it changes nothing; a schema of a newer Tourniquet is refused and left as it is.',
    )
    .action(async (options: { config: string }) => {
      const { openRecord } = await import('../open-record.js')
      const applied: string[] = []
      const { close } = await openRecord(readConfig(options).config, tellingLog(applied))
      await close()
      const did =
        applied.length === 0 ? 'nothing was to do' : `${count(applied.length, 'step')} applied: ${applied.join(', ')}`
      process.stdout.write(`The schema is up to date; ${did}.\n`)
    })
}

/** What is applied is kept, what takes long is told at once, and failures are logged like anywhere. */
function tellingLog(applied: string[]): Log {
  return {
    ...jsonLog('error'),
    info: (message, details) => {
      const migration = details !== undefined && 'migration' in details ? details.migration : undefined
      if (typeof migration === 'string') applied.push(migration)
      else process.stderr.write(`${terminalText(message, 500)}\n`)
    },
  }
}
