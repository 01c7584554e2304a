import { isNativeError } from 'node:util/types'
import { Command, CommanderError } from 'commander'
import { readVersion } from '../version.js'
import { commandsNamed } from './all-commands.js'
import { EXIT, type ExitCode } from './exit-codes.js'

/** Runs one command and answers with its exit code. Errors are one sentence: what, why, what to do. */
export async function main(argv: readonly string[]): Promise<number> {
  const exit: { code: ExitCode } = { code: EXIT.ok }
  const finish = (code: ExitCode) => {
    exit.code = code
  }
  try {
    const program = await createProgram(argv, finish)
    await program.parseAsync([...argv])
    return exit.code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    process.stderr.write(`tourniquet: ${await sentenceOf(error)}\n`)
    if (process.env.TOURNIQUET_LOG !== undefined) process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`)
    return EXIT.failed
  }
}

/** Loaded only where something failed: a command loads what it needs. */
async function sentenceOf(error: unknown): Promise<string> {
  if (!isNativeError(error)) return String(error)
  return (await import('./words-of-error.js')).wordsOfError(error)
}

async function createProgram(argv: readonly string[], finish: (code: ExitCode) => void): Promise<Command> {
  const { version, description } = readVersion()
  const program = new Command('tourniquet').description(description).version(version).showHelpAfterError()
  // Else a command would take the options that stand behind the name of its sub-command.
  program.enablePositionalOptions()
  for (const command of await commandsNamed(argv[2], finish)) program.addCommand(command)
  refuseByThrowing(program)
  return program
}

/** Commander would exit the process itself, also from sub-commands. */
function refuseByThrowing(command: Command): void {
  command.exitOverride().showHelpAfterError('(--help says more)')
  for (const sub of command.commands) refuseByThrowing(sub)
}
