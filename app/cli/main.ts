import { Command, CommanderError } from 'commander'
import { readVersion } from '../version.js'
import { auditCommand } from './audit.js'
import { blocksCommand } from './blocks.js'
import { configCommand } from './config-check.js'
import { demoCommand } from './demo.js'
import { doctorCommand } from './doctor.js'
import { evidenceCommand } from './evidence.js'
import { exerciseCommand } from './exercise.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { findingCommands } from './finding-commands.js'
import { brakeCommands } from './freeze.js'
import { iamPolicyCommand } from './iam-policy.js'
import { ingestCommand } from './ingest.js'
import { initCommand } from './init.js'
import { migrateCommand } from './migrate.js'
import { peopleCommands } from './people-commands.js'
import { playbookCommand } from './playbook.js'
import { reconcileCommand } from './reconcile.js'
import { reviewCommand } from './review.js'
import { sayCommands } from './say-commands.js'
import { serveCommand, workCommand } from './serve.js'
import { simulateCommand } from './simulate.js'
import { slackCommand } from './slack.js'
import { sourcesCommand } from './sources.js'

/** Runs one command and answers with its exit code. Errors are one sentence: what, why, what to do. */
export async function main(argv: readonly string[]): Promise<number> {
  const exit: { code: ExitCode } = { code: EXIT.ok }
  const finish = (code: ExitCode) => {
    exit.code = code
  }
  const program = createProgram(finish)
  try {
    await program.parseAsync([...argv])
    return exit.code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    process.stderr.write(`tourniquet: ${error instanceof Error ? error.message : String(error)}\n`)
    if (process.env.TOURNIQUET_LOG !== undefined) process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`)
    return EXIT.failed
  }
}

function createProgram(finish: (code: ExitCode) => void): Command {
  const { version, description } = readVersion()
  const program = new Command('tourniquet').description(description).version(version).showHelpAfterError()
  // Else a command would take the options that stand behind the name of its sub-command.
  program.enablePositionalOptions()
  const commands = [
    demoCommand(finish),
    exerciseCommand(finish),
    initCommand(finish),
    configCommand(finish),
    doctorCommand(finish),
    sourcesCommand(finish),
    simulateCommand(),
    serveCommand(),
    workCommand(),
    migrateCommand(),
    ingestCommand(finish),
    evidenceCommand(finish),
    ...peopleCommands(finish),
    ...sayCommands(finish),
    ...findingCommands(finish),
    blocksCommand(finish),
    ...brakeCommands(finish),
    slackCommand(finish),
    reconcileCommand(finish),
    iamPolicyCommand(finish),
    auditCommand(finish),
    reviewCommand(finish),
    playbookCommand(),
  ]
  for (const command of commands) program.addCommand(command)
  refuseByThrowing(program)
  return program
}

/** Commander would exit the process itself, also from sub-commands. */
function refuseByThrowing(command: Command): void {
  command.exitOverride().showHelpAfterError('(--help says more)')
  for (const sub of command.commands) refuseByThrowing(sub)
}
