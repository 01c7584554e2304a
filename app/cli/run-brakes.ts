import { z } from 'zod'
import { whyHeld } from '../../src/engine/announce-holds.js'
import type { BlockPlaces, Brake } from '../../src/engine/brakes.js'
import { type BrakeWish, changeBrakes } from '../../src/incidents/change-brakes.js'
import { jsonLog } from '../logging.js'
import { brakedRealms, openRecord } from '../open-record.js'
import { terminalText } from '../terminal-text.js'
import { whoAsks } from '../who-asks.js'
import { askServer, ServerAnswerError } from './api-client.js'
import type { BrakeOptions, BrakeVerb } from './freeze.js'
import { readConfig } from './read-config.js'

const answered = z.object({ detail: z.string() })

/** Pulls or releases a brake: on the database itself, or through the server that is named. */
export async function changeByCommand(verb: BrakeVerb, options: BrakeOptions): Promise<void> {
  const wish = toWish(verb, options)
  if (options.server !== undefined) {
    const { verb: _, ...body } = wish
    return print(answered.parse(await askServer(options.server, `/api/brakes/${verb}`, body)).detail)
  }
  const { config } = readConfig(options)
  const wisher = whoAsks(config)
  const { db, close } = await openRecord(config, jsonLog('error'))
  try {
    const changed = await changeBrakes(brakedRealms(config, db), wisher, wish)
    if (changed.status === 'refused') throw new ServerAnswerError(changed.reason, true)
    print(`${changed.detail} (by ${wisher.by})`)
  } finally {
    await close()
  }
}

function toWish(verb: BrakeVerb, { reason, account, blocks = 1 }: BrakeOptions): BrakeWish {
  const accountId = account ?? null
  return verb === 'allow-blocks' ? { verb: 'allowBlocks', accountId, reason, blocks } : { verb, accountId, reason }
}

/** Prints the brakes of every realm and what waits for them. */
export async function showBrakes(options: Pick<BrakeOptions, 'config' | 'json'>): Promise<void> {
  const { config } = readConfig(options)
  const { db, close } = await openRecord(config, jsonLog('error'))
  try {
    const realms = await Promise.all(
      brakedRealms(config, db).map(async ({ id, accountId, brakes }) => ({
        realm: id,
        accountId,
        brakes: await brakes.standing(),
        blocks: await brakes.places(),
        held: await brakes.heldWrites(),
      })),
    )
    if (options.json === true) return print(JSON.stringify(realms, null, 2))
    for (const { realm, brakes, blocks, held } of realms) {
      print(
        `${terminalText(realm)}: ${brakes.length === 0 ? 'writes go on' : 'WRITES ARE HELD'}. ${placesText(blocks)}`,
      )
      for (const brake of brakes) print(`  ${brakeText(brake)}`)
      for (const each of held) print(`  ${each.incidentId}: ${terminalText(whyHeld(each), 400)}`)
    }
  } finally {
    await close()
  }
}

function brakeText({ kind, everywhere, by, since, reason }: Brake): string {
  const cure = kind === 'freeze' ? 'tourniquet unfreeze' : 'tourniquet reconcile'
  const where = everywhere ? 'every realm' : 'this realm'
  return `${kind} of ${where}, by ${terminalText(by)} since ${since}: ${terminalText(reason, 400)} (${cure})`
}

/** Without a limit no process of the configuration has run on this database yet, or it is one without. */
function placesText({ perHour, taken, allowed }: BlockPlaces): string {
  const extra = allowed === 0 ? '' : ` and ${allowed} that were allowed`
  return `Blocks within the last hour: ${taken}${perHour === null ? ', no limit is set' : ` of ${perHour}${extra}`}.`
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
