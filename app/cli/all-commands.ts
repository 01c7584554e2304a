import type { Command } from 'commander'
import type { ExitCode } from './exit-codes.js'

type Finish = (code: ExitCode) => void

/** A file of commands, by the names that it answers to. */
interface CommandFile {
  readonly names: readonly string[]
  readonly load: (finish: Finish) => Promise<readonly Command[]>
}

/** In the order of the help. */
export const commandFiles: readonly CommandFile[] = [
  { names: ['demo'], load: async (finish) => [(await import('./demo.js')).demoCommand(finish)] },
  { names: ['exercise'], load: async (finish) => [(await import('./exercise.js')).exerciseCommand(finish)] },
  { names: ['init'], load: async (finish) => [(await import('./init.js')).initCommand(finish)] },
  { names: ['config'], load: async (finish) => [(await import('./config-check.js')).configCommand(finish)] },
  { names: ['doctor'], load: async (finish) => [(await import('./doctor.js')).doctorCommand(finish)] },
  { names: ['sources'], load: async (finish) => [(await import('./sources.js')).sourcesCommand(finish)] },
  { names: ['simulate'], load: async () => [(await import('./simulate.js')).simulateCommand()] },
  { names: ['serve'], load: async () => [(await import('./serve.js')).serveCommand()] },
  { names: ['work'], load: async () => [(await import('./serve.js')).workCommand()] },
  { names: ['migrate'], load: async () => [(await import('./migrate.js')).migrateCommand()] },
  { names: ['ingest'], load: async (finish) => [(await import('./ingest.js')).ingestCommand(finish)] },
  { names: ['evidence'], load: async (finish) => [(await import('./evidence.js')).evidenceCommand(finish)] },
  {
    names: ['incidents', 'approve', 'deny', 'restore', 'scope', 'retry', 'close'],
    load: async (finish) => (await import('./people-commands.js')).peopleCommands(finish),
  },
  { names: ['block', 'note'], load: async (finish) => (await import('./say-commands.js')).sayCommands(finish) },
  { names: ['vouch', 'name'], load: async (finish) => (await import('./finding-commands.js')).findingCommands(finish) },
  { names: ['blocks'], load: async (finish) => [(await import('./blocks.js')).blocksCommand(finish)] },
  {
    names: ['freeze', 'unfreeze', 'allow-blocks', 'brakes'],
    load: async (finish) => (await import('./freeze.js')).brakeCommands(finish),
  },
  { names: ['slack'], load: async (finish) => [(await import('./slack.js')).slackCommand(finish)] },
  { names: ['reconcile'], load: async (finish) => [(await import('./reconcile.js')).reconcileCommand(finish)] },
  { names: ['iam-policy'], load: async (finish) => [(await import('./iam-policy.js')).iamPolicyCommand(finish)] },
  { names: ['audit'], load: async (finish) => [(await import('./audit.js')).auditCommand(finish)] },
  { names: ['review'], load: async (finish) => [(await import('./review.js')).reviewCommand(finish)] },
  { names: ['playbook'], load: async () => [(await import('./playbook.js')).playbookCommand()] },
]

/**
 * The command of this name, with those of its file, or all commands where there is none: for the help, and for who mistypes. All
 * together take a third of a second and 20 MB.
 */
export async function commandsNamed(name: string | undefined, finish: Finish): Promise<Command[]> {
  const file = commandFiles.find(({ names }) => name !== undefined && names.includes(name))
  const files = file === undefined ? commandFiles : [file]
  const commands: Command[] = []
  // One after the other: they share most of what they load.
  for (const { load } of files) commands.push(...(await load(finish)))
  return commands
}
