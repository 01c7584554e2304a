import { realmBanner, realmId } from '../../src/domain/realm.js'
import { type Orphan, orphansAmong, ownTracesIn } from '../../src/report/own-traces.js'
import { type KnownBlocks, knownBlocksSchema } from '../../src/report/standing-blocks.js'
import { connectAccount } from '../compose.js'
import { connectionOf, realmOf } from '../from-config.js'
import { terminalText } from '../terminal-text.js'
import { askServer, ServerAnswerError } from './api-client.js'
import type { BlocksOptions } from './blocks.js'
import { readConfig } from './config-option.js'

/** What was compared with, or why nothing was. */
interface Comparison {
  readonly known: KnownBlocks | null
  readonly why: string | null
}

/** Reads IAM itself and prints what is ours there and no open incident accounts for. Changes nothing. */
export async function listOrphans(options: BlocksOptions): Promise<void> {
  const { config } = readConfig(options)
  const realm = realmOf(config)
  const aws = connectAccount({ realm, ...connectionOf(config) })
  try {
    const identity = await aws.sts.callerIdentity()
    if (identity.accountId !== realm.accountId) {
      throw new Error(
        `The credentials are of account ${identity.accountId}, the configuration names ${realm.accountId}. Use credentials of that account.`,
      )
    }
    const traces = ownTracesIn(await aws.iam.inventory(), realm.partition)
    const comparison = await compare(options.server, realmId(realm))
    const orphans = orphansAmong(traces, comparison.known, realm)
    if (options.json === true) return print(JSON.stringify(answerOf(orphans, comparison), null, 2))
    print(textOf(orphans, comparison, realmBanner(realm)))
  } finally {
    aws.close()
  }
}

/** A server of another realm knows nothing of this account: its silence would make every block an orphan. */
async function compare(server: string, realm: string): Promise<Comparison> {
  try {
    const known = knownBlocksSchema.parse(await askServer(server, '/api/blocks'))
    if (known.realm === realm)
      return { known, why: known.complete ? null : 'not every incident of the server is listed' }
    return { known: null, why: `the server at ${server} serves ${known.realm}, not ${realm}` }
  } catch (error) {
    if (!(error instanceof ServerAnswerError)) throw error
    return { known: null, why: error.message }
  }
}

function answerOf(orphans: readonly Orphan[], { known, why }: Comparison) {
  return {
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

function textOf(orphans: readonly Orphan[], { known, why }: Comparison, banner: string): string {
  return [
    ...(banner === '' ? [] : [banner]),
    ...(why === null
      ? []
      : [`${known === null ? 'NOT COMPARED with any incident' : 'Compared in part'}: ${terminalText(why, 300)}`]),
    ...orphans.flatMap(orphanLines),
    orphans.length === 0 ? nothing(known) : footer,
  ].join('\n')
}

function nothing(known: KnownBlocks | null): string {
  return known === null ? 'Nothing of ours is in IAM.' : 'Nothing of ours is in IAM that no open incident knows.'
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
