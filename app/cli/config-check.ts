import { Command } from 'commander'
import { count } from '../../src/report/words.js'
import { checkConfigFile } from '../setup/check-config-file.js'
import type { ConfigNote } from '../setup/config-note.js'
import { terminalText } from '../terminal-text.js'
import { configOption } from './config-option.js'
import { EXIT, type ExitCode } from './exit-codes.js'

/** `tourniquet config check`: all problems and warnings of a configuration at once. Connects to nothing. */
export function configCommand(finish: (code: ExitCode) => void): Command {
  const config = new Command('config').description('the configuration')
  config
    .command('check')
    .description('tell all that is wrong with the configuration at once, and what deserves a second look')
    .addOption(configOption())
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nEnds with 0 where it can be used, warnings or not, and with 1 where it cannot. No secret is printed.',
    )
    .action((options: { config: string; json?: boolean }) => {
      const { config: usable, notes } = checkConfigFile(options.config, process.env)
      const ok = usable !== null
      const text = options.json === true ? JSON.stringify({ ok, notes }, null, 2) : checkText(options.config, ok, notes)
      process.stdout.write(`${text}\n`)
      finish(ok ? EXIT.ok : EXIT.failed)
    })
  return config
}

function checkText(file: string, ok: boolean, notes: readonly ConfigNote[]): string {
  const warnings = notes.filter(({ severity }) => severity === 'warning').length
  const end = ok
    ? `${file} can be used${warnings === 0 ? '' : `; ${count(warnings, 'warning')}`}. Next: tourniquet doctor`
    : `${file} cannot be used: ${count(notes.length - warnings, 'problem')}.`
  return [...notes.map(noteText), end].join('\n')
}

function noteText({ severity, file, line, path, what, cure }: ConfigNote): string {
  const place = `${file}${line === null ? '' : `:${line}`}`
  return terminalText(`${place}: ${severity}: ${path === '' ? '' : `${path}: `}${what}. ${cure}`, 2_000)
}
