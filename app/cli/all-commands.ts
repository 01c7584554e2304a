import type { Command } from 'commander'
import type { ExitCode } from './exit-codes.js'

type Finish = (code: ExitCode) => void

/** A file of commands, by the names that it answers to. */
interface CommandFile {
  readonly names: readonly string[]
  readonly load: (finish: Finish) => Promise<readonly Command[]>
}

interface CommandGroup {
  readonly heading: string
  readonly files: readonly CommandFile[]
}

/** In the order of the help, which has them under these headings. */
export const commandGroups: readonly CommandGroup[] = [
  {
    heading: 'To begin with:',
    files: [
      { names: ['demo'], load: async (finish) => [(await import('./demo.js')).demoCommand(finish)] },
      { names: ['evidence'], load: async (finish) => [(await import('./evidence.js')).evidenceCommand(finish)] },
      { names: ['exercise'], load: async (finish) => [(await import('./exercise.js')).exerciseCommand(finish)] },
      { names: ['simulate'], load: async () => [(await import('./simulate.js')).simulateCommand()] },
    ],
  },
  {
    heading: 'To set it up:',
    files: [
      { names: ['init'], load: async (finish) => [(await import('./init.js')).initCommand(finish)] },
      { names: ['config'], load: async (finish) => [(await import('./config-check.js')).configCommand(finish)] },
      { names: ['doctor'], load: async (finish) => [(await import('./doctor.js')).doctorCommand(finish)] },
      { names: ['sources'], load: async (finish) => [(await import('./sources.js')).sourcesCommand(finish)] },
      { names: ['slack'], load: async (finish) => [(await import('./slack.js')).slackCommand(finish)] },
      { names: ['iam-policy'], load: async (finish) => [(await import('./iam-policy.js')).iamPolicyCommand(finish)] },
    ],
  },
  {
    heading: 'To run it:',
    files: [
      { names: ['serve'], load: async () => [(await import('./serve.js')).serveCommand()] },
      { names: ['work'], load: async () => [(await import('./serve.js')).workCommand()] },
      { names: ['migrate'], load: async () => [(await import('./migrate.js')).migrateCommand()] },
    ],
  },
  {
    heading: 'Incidents, and who decides about them:',
    files: [
      { names: ['ingest'], load: async (finish) => [(await import('./ingest.js')).ingestCommand(finish)] },
      {
        names: ['incidents', 'approve', 'deny', 'restore', 'scope', 'retry', 'close'],
        load: async (finish) => (await import('./people-commands.js')).peopleCommands(finish),
      },
      { names: ['block', 'note'], load: async (finish) => (await import('./say-commands.js')).sayCommands(finish) },
      {
        names: ['vouch', 'name'],
        load: async (finish) => (await import('./finding-commands.js')).findingCommands(finish),
      },
    ],
  },
  {
    heading: 'What stands, and what holds writes:',
    files: [
      { names: ['blocks'], load: async (finish) => [(await import('./blocks.js')).blocksCommand(finish)] },
      {
        names: ['freeze', 'unfreeze', 'allow-blocks', 'brakes'],
        load: async (finish) => (await import('./freeze.js')).brakeCommands(finish),
      },
      { names: ['reconcile'], load: async (finish) => [(await import('./reconcile.js')).reconcileCommand(finish)] },
    ],
  },
  {
    heading: 'What is on record:',
    files: [
      { names: ['audit'], load: async (finish) => [(await import('./audit.js')).auditCommand(finish)] },
      { names: ['review'], load: async (finish) => [(await import('./review.js')).reviewCommand(finish)] },
      { names: ['playbook'], load: async () => [(await import('./playbook.js')).playbookCommand()] },
    ],
  },
]

export const commandFiles: readonly CommandFile[] = commandGroups.flatMap(({ files }) => files)

/**
 * The command of this name, with those of its file, or all commands where there is none: for the help, and for who mistypes. All
 * together take a third of a second and 20 MB.
 */
export async function commandsNamed(name: string | undefined, finish: Finish): Promise<Command[]> {
  const file = commandFiles.find(({ names }) => name !== undefined && names.includes(name))
  if (file !== undefined) return [...(await file.load(finish))]
  const commands: Command[] = []
  // One after the other: they share most of what they load.
  for (const { heading, files } of commandGroups) {
    for (const { load } of files) {
      for (const command of await load(finish)) commands.push(command.helpGroup(heading))
    }
  }
  return commands
}
