import { Argument, Command, Option } from 'commander'
import { z } from 'zod'
import { evidenceSchema } from '../../src/domain/evidence.js'
import { incidentContextSchema } from '../../src/domain/incident-context.js'
import { containPlanSchema, restorePlanSchema } from '../../src/domain/plan.js'
import { questionViewSchema } from '../../src/incidents/question-view.js'
import { planCard } from '../plan-card.js'
import { noteLines, questionLines, refusalLines } from '../question-lines.js'
import { terminalText } from '../terminal-text.js'
import { verdictLines } from '../verdict-lines.js'
import { askServer, serverOption } from './api-client.js'
import type { ExitCode } from './exit-codes.js'
import { talking } from './talking.js'

const account = z.object({ id: z.string(), name: z.string() })
const summary = z.object({
  id: z.string(),
  state: z.string(),
  openedAt: z.string(),
  realm: z.string(),
  account,
  principal: z.object({ type: z.string(), name: z.string(), accountId: z.string() }),
  waitsFor: z.array(z.string()),
})
const shown = z.object({
  id: z.string(),
  state: z.string(),
  realm: z.string(),
  account,
  context: incidentContextSchema,
  containPlan: containPlanSchema.nullable(),
  restorePlan: restorePlanSchema.nullable(),
  evidence: evidenceSchema.nullable(),
  waitsFor: z.array(z.string()),
  question: questionViewSchema.nullable(),
  ownerAnswers: z.array(z.object({ owner: z.string(), wasMe: z.boolean().nullable() })),
  notes: z.array(z.object({ by: z.string(), at: z.string(), author: z.string(), text: z.string() })),
})
const record = z.object({ records: z.array(z.looseObject({})) })
type Finish = (code: ExitCode) => void

/** `incidents list|show`, `approve`, `deny`, `restore`, `retry`, `close`: what people do, with their own token, through the server. */
export function peopleCommands(finish: Finish): Command[] {
  return [
    incidentsCommand(finish),
    decisionCommand('approve', finish),
    decisionCommand('deny', finish),
    restoreCommand(finish),
    scopeCommand(finish),
    wayOnCommand('retry', 'let an incident that asks a person go on: it looks, plans and asks anew', finish),
    wayOnCommand('close', 'end an incident of which nothing stands', finish),
  ]
}

function incidentsCommand(finish: Finish): Command {
  const incidents = new Command('incidents').description('look at incidents')
  incidents
    .command('list')
    .description('every incident, newest first')
    .addOption(serverOption())
    .option('--json', 'the list as JSON')
    .action((options: { server: string; json?: boolean }) =>
      talking(finish, async () => {
        const list = z.array(summary).parse(await askServer(options.server, '/api/incidents'))
        if (options.json === true) return print(JSON.stringify(list, null, 2))
        for (const each of list) print(lineOf(each))
        if (list.length === 0) print('No incident yet.')
      }),
    )
  incidents
    .command('show <id>')
    .description('one incident: state, verdict, plan, evidence')
    .addOption(serverOption())
    .option('--json', 'everything as JSON')
    .action((id: string, options: { server: string; json?: boolean }) =>
      talking(finish, async () => {
        const answer = await askServer(options.server, `/api/incidents/${encodeURIComponent(id)}`)
        if (options.json === true) return print(JSON.stringify(answer, null, 2))
        const view = shown.parse(answer)
        const { reason } = view.context
        print(`${view.id}  ${view.state}${reason === '' ? '' : `: ${terminalText(reason, 400)}`}`)
        print(`${whoOf(view.context.principal)} in ${whereOf(view)}`)
        for (const line of doubtLines(view)) print(line)
        for (const why of view.waitsFor) print(`WAITS: ${terminalText(why, 400)}`)
        for (const line of verdictLines(view.context.verdict)) print(line)
        print(planCard(view))
        for (const line of questionLines(view.question)) print(line)
        for (const line of noteLines(view.notes)) print(line)
        const { records } = record.parse(
          await askServer(options.server, `/api/incidents/${encodeURIComponent(id)}/audit`),
        )
        for (const line of refusalLines(records)) print(line)
      }),
    )
  return incidents
}

/** Why the finding could have been forged, and what somebody has to do about an incident that waits for a person's word. */
function doubtLines({ id, state, context: { distrust } }: z.infer<typeof shown>): string[] {
  const doubt = distrust === null ? [] : [`DOUBT: the finding could have been forged. ${terminalText(distrust, 400)}`]
  if (state === 'unconfirmed') return [...doubt, `It waits for somebody's word: tourniquet vouch ${id} --reason "..."`]
  if (state !== 'unresolved') return doubt
  return [...doubt, `It waits for somebody to say whom it is about: tourniquet name ${id} ARN --reason "..."`]
}

function lineOf({ id, state, openedAt, principal, waitsFor, ...where }: z.infer<typeof summary>): string {
  return `${id}  ${state.padEnd(24)}  ${whoOf(principal)} in ${whereOf(where)}  ${openedAt}${waitsFor.length === 0 ? '' : '  WAITS for a brake'}`
}

function whoOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return terminalText(`${type}/${name}`)
}

/** `111122223333 (payments)`; an exercise says so in capitals. */
function whereOf({ realm, account: { id, name } }: Pick<z.infer<typeof summary>, 'realm' | 'account'>): string {
  const called = name === '' ? id : `${id} (${terminalText(name)})`
  return `${called}, ${realm.startsWith('exercise/') ? `EXERCISE ${terminalText(realm)}` : terminalText(realm)}`
}

function decisionCommand(decision: 'approve' | 'deny', finish: Finish): Command {
  return new Command(decision)
    .description(`${decision} what an incident asks, bound to the plan that you looked at`)
    .argument('<id>', 'the incident')
    .requiredOption('--plan <digest>', 'the digest of the plan that you decide on (incidents show)')
    .requiredOption('--reason <text>', 'goes on the record')
    .addOption(new Option('--question <question>', 'which question').choices(['contain', 'restore']).default('contain'))
    .addOption(serverOption())
    .action((id: string, options: { plan: string; reason: string; question: string; server: string }) =>
      talking(finish, async () => {
        const { plan: planDigest, reason, question } = options
        const body = { question, decision, planDigest, reason }
        print(
          JSON.stringify(await askServer(options.server, `/api/incidents/${encodeURIComponent(id)}/decisions`, body)),
        )
      }),
    )
}

function restoreCommand(finish: Finish): Command {
  return new Command('restore')
    .description('ask to give access back; it then needs its own approval')
    .argument('<id>', 'the incident')
    .addOption(new Option('--as <what>', 'what it was').choices(['false-alarm', 'compromise']).makeOptionMandatory())
    .requiredOption('--reason <text>', 'goes on the record')
    .addOption(serverOption())
    .action((id: string, options: { as: string; reason: string; server: string }) =>
      talking(finish, async () => {
        const body = { ask: 'restore', restoreAs: options.as, reason: options.reason }
        print(
          JSON.stringify(await askServer(options.server, `/api/incidents/${encodeURIComponent(id)}/requests`, body)),
        )
      }),
    )
}

function scopeCommand(finish: Finish): Command {
  return new Command('scope')
    .description(
      'choose what of a role is denied while people are asked: one session or all of it; once one is denied, all of it',
    )
    .argument('<id>', 'the incident')
    .addArgument(new Argument('<scope>', 'what is denied').choices(['session', 'role']))
    .requiredOption('--reason <text>', 'goes on the record')
    .addOption(serverOption())
    .action((id: string, scope: string, options: { reason: string; server: string }) =>
      talking(finish, async () => {
        const body = { ask: 'scope', scope, reason: options.reason }
        print(
          JSON.stringify(await askServer(options.server, `/api/incidents/${encodeURIComponent(id)}/requests`, body)),
        )
      }),
    )
}

function wayOnCommand(ask: 'retry' | 'close', does: string, finish: Finish): Command {
  return new Command(ask)
    .description(does)
    .argument('<id>', 'the incident')
    .requiredOption('--reason <text>', 'goes on the record')
    .addOption(serverOption())
    .action((id: string, options: { reason: string; server: string }) =>
      talking(finish, async () => {
        const body = { ask, reason: options.reason }
        print(
          JSON.stringify(await askServer(options.server, `/api/incidents/${encodeURIComponent(id)}/requests`, body)),
        )
      }),
    )
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
