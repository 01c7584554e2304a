import { Command } from 'commander'
import { z } from 'zod'
import { askServer, serverOption } from './api-client.js'
import type { ExitCode } from './exit-codes.js'
import { talking } from './talking.js'

type Finish = (code: ExitCode) => void

const vouched = z.object({ status: z.literal('accepted'), state: z.string(), incidentId: z.string() })
const named = z.discriminatedUnion('status', [
  z.object({ status: z.literal('named'), incidentId: z.string(), state: z.string() }),
  z.object({ status: z.literal('joined'), incidentId: z.string() }),
])

/** `vouch`, `name`: what people add to a finding that is not enough by itself, with their own token, through the server. */
export function findingCommands(finish: Finish): Command[] {
  return [vouchCommand(finish), nameCommand(finish)]
}

interface Options {
  readonly reason: string
  readonly server: string
  readonly json?: boolean
}

function vouchCommand(finish: Finish): Command {
  return new Command('vouch')
    .description('stand for a finding that could have been forged: others than you are then asked for the block')
    .argument('<id>', 'the incident')
    .requiredOption('--reason <text>', 'how you know that it is true; goes on the record')
    .addOption(serverOption())
    .option('--json', 'the answer as JSON')
    .action((id: string, { reason, server, json }: Options) =>
      talking(finish, async () => {
        const path = `/api/incidents/${encodeURIComponent(id)}/vouch`
        const answer = vouched.parse(await askServer(server, path, { reason }))
        const words = `${answer.incidentId} goes on: the plan is prepared, then others than you are asked to approve.`
        print(json === true ? JSON.stringify(answer) : words)
      }),
    )
}

function nameCommand(finish: Finish): Command {
  return new Command('name')
    .description(
      'say whom an incident is about whose finding does not tell: it then goes on, and others than you approve',
    )
    .argument('<id>', 'the incident')
    .argument('<arn>', 'the role, user or group, or a session of the role')
    .requiredOption('--reason <text>', 'how you know; goes on the record')
    .addOption(serverOption())
    .option('--json', 'the answer as JSON')
    .action((id: string, arn: string, { reason, server, json }: Options) =>
      talking(finish, async () => {
        const path = `/api/incidents/${encodeURIComponent(id)}/principal`
        const answer = named.parse(await askServer(server, path, { arn, reason }))
        print(json === true ? JSON.stringify(answer) : inWords(id, answer))
      }),
    )
}

function inWords(id: string, { status, incidentId }: z.infer<typeof named>): string {
  return status === 'named'
    ? `${incidentId} goes on: evidence is collected, then others than you are asked to approve.`
    : `${incidentId} is open on this principal already: the finding joined it, and ${id} is closed.`
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
