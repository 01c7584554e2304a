import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'

/** Where something that should be nowhere was found: `table audit: canary-…`. */
export type Finds = string[]

/** Everything in every table of a database, the queue's own schemas included. */
export async function searchTables(databaseUrl: string, secrets: readonly string[]): Promise<Finds> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    )
    const finds: Finds = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t`)
      finds.push(...search(`table ${name}`, rows.map(({ row }) => row).join('\n'), secrets))
    }
    if (tables.length < 5) finds.push(`only ${tables.length} tables were found: nothing was searched`)
    return finds
  } finally {
    await client.end()
  }
}

/** Everything that is written to a Redis from now on: jobs are gone from it as soon as they are done. */
export async function watchRedis(url: string): Promise<{ readonly seen: () => string; stop(): void }> {
  const redis = new Redis(url)
  const monitor = await redis.monitor()
  const seen: string[] = []
  monitor.on('monitor', (_time: string, args: string[]) => void seen.push(args.join(' ')))
  const stop = () => {
    monitor.disconnect()
    redis.disconnect()
  }
  return { seen: () => seen.join('\n'), stop }
}

/** Every file below a folder but those named. */
export async function searchFiles(
  folder: string,
  besides: readonly string[],
  secrets: readonly string[],
): Promise<Finds> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile() && !besides.includes(entry.name))
  const finds = files.map(async (file) => {
    const path = join(file.parentPath, file.name)
    return search(path, await readFile(path, 'latin1'), secrets)
  })
  return (await Promise.all(finds)).flat()
}

export function search(where: string, text: string, secrets: readonly string[]): Finds {
  return secrets.filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret}`)
}
