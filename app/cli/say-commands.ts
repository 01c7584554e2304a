import { Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { askServer, serverOption } from './api-client.js'
import type { ExitCode } from './exit-codes.js'
import { talking } from './talking.js'

type Finish = (code: ExitCode) => void

const opened = z.object({ status: z.enum(['opened', 'joined']), incidentId: z.string() })
const added = z.object({ status: z.enum(['added', 'known']) })

/** `block`, `note`: what people start and what they know, with their own token, through the server. */
export function sayCommands(finish: Finish): Command[] {
  return [blockCommand(finish), noteCommand(finish)]
}

interface BlockOptions {
  readonly reason: string
  readonly severity?: number
  readonly server: string
  readonly json?: boolean
}

function blockCommand(finish: Finish): Command {
  return new Command('block')
    .description('ask for a block of an IAM role, user or group: opens an incident, which others than you approve')
    .argument('<arn>', 'whom; the ARN of a session stands for its role')
    .requiredOption('--reason <text>', 'why; goes on the record and on the card')
    .option('--severity <number>', '0 to 10, as GuardDuty has it; 8 if not given', toSeverity)
    .addOption(serverOption())
    .option('--json', 'the answer as JSON')
    .action((arn: string, { reason, severity, server, json }: BlockOptions) =>
      talking(finish, async () => {
        const body = { arn, reason, ...(severity === undefined ? {} : { severity }) }
        const answer = opened.parse(await askServer(server, '/api/incidents', body))
        print(json === true ? JSON.stringify(answer) : inWords(answer))
      }),
    )
}

function toSeverity(text: string): number {
  const severity = text.trim() === '' ? Number.NaN : Number(text)
  if (severity >= 0 && severity <= 10) return severity
  throw new InvalidArgumentError('It is a number from 0 to 10.')
}

function inWords({ status, incidentId }: z.infer<typeof opened>): string {
  const look = `Look at it: tourniquet incidents show ${incidentId}`
  return status === 'opened'
    ? `${incidentId} is open: evidence is collected, then others than you are asked to approve. ${look}`
    : `${incidentId} was open on this principal already: what you said joins it. ${look}`
}

function noteCommand(finish: Finish): Command {
  return new Command('note')
    .description('add what you know to the timeline of an incident, also of one that is over')
    .argument('<id>', 'the incident')
    .argument('<text>', 'at most 2,000 characters; goes on the record')
    .addOption(serverOption())
    .option('--json', 'the answer as JSON')
    .action((id: string, text: string, { server, json }: { server: string; json?: boolean }) =>
      talking(finish, async () => {
        const path = `/api/incidents/${encodeURIComponent(id)}/notes`
        const answer = added.parse(await askServer(server, path, { text }))
        print(json === true ? JSON.stringify(answer) : 'It is on the timeline.')
      }),
    )
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
