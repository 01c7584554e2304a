import { connectDatabase } from '../../../integrations/postgres/connect-database.js'
import { readSchemaState } from '../../../integrations/postgres/migrate.js'
import { postgresBrakeStore } from '../../../integrations/postgres/postgres-brake-store.js'
import { type Realm, realmId } from '../../../src/domain/realm.js'
import type { Brake } from '../../../src/engine/brakes.js'
import { type CheckLine, green, red, yellow } from '../check-line.js'
import { silent } from '../silent.js'

/** What holds writes now, a line for each realm. Nothing where the schema is not ours to read: its own line says that. */
export async function checkBrakes(url: string, realms: readonly Realm[], signal: AbortSignal): Promise<CheckLine[]> {
  const db = connectDatabase({ url, maxConnections: 1, log: silent })
  signal.addEventListener('abort', () => void db.destroy().catch(() => undefined), { once: true })
  try {
    const schema = await readSchemaState(db)
    if (schema.missing.length > 0 || schema.unknown.length > 0) return []
    const lines: CheckLine[] = []
    for (const realm of realms) {
      const store = postgresBrakeStore(db, realmId(realm))
      const brakes = await store.standing()
      const { isFull, taken } = await store.places()
      const name = `brakes ${realm.kind} ${realm.accountId}`
      lines.push(...brakes.map((brake) => aboutBrake(name, brake)))
      if (isFull)
        lines.push(
          yellow(
            name,
            `${taken} blocks within the hour: the limit holds further ones`,
            'Look at why there are so many; then tourniquet allow-blocks.',
          ),
        )
      if (brakes.length === 0 && !isFull) lines.push(green(name, 'none is on'))
    }
    return lines
  } finally {
    await db.destroy()
  }
}

function aboutBrake(name: string, { kind, reason, by, since }: Brake): CheckLine {
  const says = `writes are held since ${since} by ${by}: ${reason}`
  if (kind === 'freeze') return yellow(name, says, 'tourniquet unfreeze --reason "..." once what it was for is over.')
  return red(
    name,
    says,
    'Run tourniquet reconcile: it compares AWS with the record, and says what to do before writes go on.',
  )
}
