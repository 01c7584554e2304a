import { z } from 'zod'
import { realmBanner, realmId } from '../../src/domain/realm.js'
import { type Orphan, orphansAmong, ownTracesIn } from '../../src/report/own-traces.js'
import { type KnownBlocks, knownBlocksSchema } from '../../src/report/standing-blocks.js'
import { connectAccount } from '../compose.js'
import { connectionOf, type ServedAccount, servedAccounts } from '../from-config.js'
import { terminalText } from '../terminal-text.js'
import { askServer, ServerAnswerError } from './api-client.js'
import type { BlocksOptions } from './blocks.js'
import { readConfig } from './read-config.js'

/** What was compared with, or why nothing was. */
interface Comparison {
  readonly known: KnownBlocks | null
  readonly why: string | null
}

/** What is ours in one account and no open incident accounts for. */
interface Findings {
  readonly served: ServedAccount
  readonly orphans: readonly Orphan[]
  readonly comparison: Comparison
}

/** Reads IAM of every account itself and prints what is ours there and no open incident accounts for. Changes nothing. */
export async function listOrphans(options: BlocksOptions): Promise<void> {
  const { config } = readConfig(options)
  const answer = await askKnown(options.server)
  const found: Findings[] = []
  for (const served of servedAccounts(config)) if (!served.forSamples) found.push(await orphansIn(served, answer))
  print(options.json === true ? JSON.stringify(found.map(answerOf), null, 2) : found.map(textOf).join('\n'))
}

async function orphansIn(served: ServedAccount, answer: Answer): Promise<Findings> {
  const { realm, account } = served
  const access = connectAccount({ realm, ...connectionOf(account) })
  try {
    const aws = access.reader(null)
    const identity = await aws.sts.callerIdentity()
    if (identity.accountId !== realm.accountId) {
      throw new Error(
        `The credentials are of account ${identity.accountId}, the configuration names ${realm.accountId}. Use credentials of that account, or name a role of it.`,
      )
    }
    const traces = ownTracesIn(await aws.iam.inventory(), realm.partition)
    const comparison = compare(answer, realmId(realm))
    return { served, orphans: orphansAmong(traces, comparison.known, realm), comparison }
  } finally {
    access.close()
  }
}

/** What the server knows, or why it was not asked. */
type Answer = { readonly server: string; readonly known: readonly KnownBlocks[]; readonly why: null | string }

async function askKnown(server: string): Promise<Answer> {
  try {
    return { server, known: z.array(knownBlocksSchema).parse(await askServer(server, '/api/blocks')), why: null }
  } catch (error) {
    if (!(error instanceof ServerAnswerError)) throw error
    return { server, known: [], why: error.message }
  }
}

/** A server of other realms knows nothing of this account: its silence would make every block an orphan. */
function compare({ server, known, why }: Answer, realm: string): Comparison {
  if (why !== null) return { known: null, why }
  const own = known.find((one) => one.realm === realm)
  if (own !== undefined) return { known: own, why: own.complete ? null : 'not every incident of the server is listed' }
  const others = known.map((one) => one.realm).join(', ')
  return { known: null, why: `the server at ${server} serves ${others}, not ${realm}` }
}

function answerOf({ served, orphans, comparison: { known, why } }: Findings) {
  return {
    account: { id: served.account.id, name: served.account.name },
    realm: realmId(served.realm),
    compared: known !== null,
    why,
    orphans: orphans.map(({ entity, policy, containmentId, note, commands }) => ({
      entity,
      policy,
      containmentId,
      note,
      commands,
    })),
  }
}

function textOf({ served, orphans, comparison: { known, why } }: Findings): string {
  const banner = realmBanner(served.realm)
  return [
    ...(banner === '' ? [] : [banner]),
    ...(why === null
      ? []
      : [`${known === null ? 'NOT COMPARED with any incident' : 'Compared in part'}: ${terminalText(why, 300)}`]),
    ...orphans.flatMap(orphanLines),
    orphans.length === 0 ? nothing(known, served.account.id) : footer,
  ].join('\n')
}

function nothing(known: KnownBlocks | null, accountId: string): string {
  const what = `Nothing of ours is in IAM of ${accountId}`
  return known === null ? `${what}.` : `${what} that no open incident knows.`
}

const footer = '\nNothing was changed. Access keys that were turned off carry no mark: the undo cards name them.'

function orphanLines({ entity, policy, note, commands }: Orphan): string[] {
  return [
    `\n${terminalText(policy)} on ${terminalText(entity.arn, 300)}`,
    `  ${terminalText(note, 400)}`,
    ...commands.map((command) => `  ${terminalText(command, 2_000)}`),
  ]
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
