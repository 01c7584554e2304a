import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { suspect } from './evidence-logs.js'

const peersFolder = fileURLToPath(new URL('./peers/', import.meta.url))
const rowsSchema = z.array(z.array(z.json()))

/** As far as the bench asks of it: its own types come with it, and it is installed when the bench runs. */
interface Connection {
  runAndReadAll(sql: string): Promise<{ getRowsJson(): unknown }>
}
interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string, options: Record<string, string>): Promise<{ connect(): Promise<Connection> }>
  }
}

export interface Peer {
  /** The ids of everything that the suspect did, sorted. */
  search(folder: string): Promise<readonly string[]>
}

export interface AnalysingPeer extends Peer {
  /** Calls and refusals by principal, and what else the analyses count. Answers with the number of records. */
  aggregate(folder: string): Promise<number>
}

/** DuckDB with two threads and typed columns, which spares it the guessing; null where it cannot be installed. */
export async function duckDb(say: (text: string) => void): Promise<AnalysingPeer | null> {
  if (!existsSync(`${peersFolder}node_modules/@duckdb/node-api`)) {
    say('installing DuckDB to compare with (bench/peers, no part of the product)')
    // Not `ci`, which refuses a lock that lacks the builds for other platforms; versions and hashes are those of the lock.
    const install = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', peersFolder]
    const { status } = spawnSync('npm', install, { stdio: 'ignore' })
    if (status !== 0) return null
  }
  const { DuckDBInstance }: DuckDb = createRequire(import.meta.url)(`${peersFolder}node_modules/@duckdb/node-api`)
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
  const rowsOf = async (sql: string) => rowsSchema.parse((await connection.runAndReadAll(sql)).getRowsJson())
  return {
    search: async (folder) => {
      const rows = await rowsOf(`SELECT r.eventID FROM ${recordsIn(folder)} WHERE ${isSuspects}`)
      return rows.map(([id]) => String(id)).sort()
    },
    aggregate: async (folder) => {
      await rowsOf(`CREATE OR REPLACE TEMP TABLE calls AS SELECT ${columns} FROM ${recordsIn(folder)}`)
      for (const sql of aggregates) await rowsOf(sql)
      const [row] = await rowsOf('SELECT count(*) FROM calls')
      return Number(row?.[0])
    },
  }
}

const issuer = 'r.userIdentity.sessionContext.sessionIssuer.arn'
const isSuspects = `${issuer} = '${suspect.roleArn}'`
const structure = `STRUCT(eventID VARCHAR, eventTime VARCHAR, eventSource VARCHAR, eventName VARCHAR, awsRegion VARCHAR,
  sourceIPAddress VARCHAR, userAgent VARCHAR, errorCode VARCHAR, userIdentity STRUCT(type VARCHAR, principalId VARCHAR,
  arn VARCHAR, accessKeyId VARCHAR, sessionContext STRUCT(sessionIssuer STRUCT(arn VARCHAR))),
  responseElements STRUCT(credentials STRUCT(accessKeyId VARCHAR)))[]`
const columns = `r.eventID AS id, r.eventTime AS called, r.eventSource AS source, r.eventName AS name, r.awsRegion AS region,
  r.sourceIPAddress AS ip, r.userAgent AS agent, r.errorCode AS error, ${issuer} AS principal,
  r.userIdentity.principalId AS session, r.userIdentity.accessKeyId AS accessKey,
  r.responseElements.credentials.accessKeyId AS issued`

function recordsIn(folder: string): string {
  const files = `read_json('${folder}/**/*.json.gz', columns={Records: '${structure}'}, maximum_object_size=67108864)`
  return `(SELECT unnest(Records) AS r FROM ${files})`
}

const tally = 'count(DISTINCT id), min(called), max(called)'
/** What the facts hold, as far as a GROUP BY gives it: no visits, no earliest records, no chains. */
const aggregates = [
  `SELECT principal, count(*) FROM calls WHERE error LIKE '%AccessDenied%' GROUP BY 1`,
  `SELECT principal, source, name, error, ${tally} FROM calls GROUP BY ALL`,
  `SELECT principal, ip, ${tally} FROM calls GROUP BY ALL`,
  `SELECT principal, agent, ${tally} FROM calls GROUP BY ALL`,
  `SELECT principal, region, ${tally} FROM calls GROUP BY ALL`,
  `SELECT principal, called[:13], count(*) FROM calls GROUP BY ALL`,
  `SELECT accessKey, session, ip, agent, ${tally} FROM calls GROUP BY ALL`,
  'SELECT m.accessKey, c.accessKey, count(*) FROM calls m JOIN calls c ON m.issued = c.accessKey GROUP BY ALL',
]

/** `zcat | jq`, as on-call guides have it; null where there is no jq. */
export function jq(): Peer | null {
  if (spawnSync('jq', ['--version']).status !== 0) return null
  const filter = `.Records[] | select(.userIdentity.sessionContext.sessionIssuer.arn == "${suspect.roleArn}") | .eventID`
  const command = `find "$1" -name '*.json.gz' -print0 | xargs -0 zcat | jq -r '${filter}'`
  return {
    search: (folder) =>
      new Promise((resolve, reject) => {
        const shell = spawn('sh', ['-c', command, 'sh', folder], { stdio: ['ignore', 'pipe', 'inherit'] })
        let output = ''
        shell.stdout.setEncoding('utf8').on('data', (text: string) => {
          output += text
        })
        shell.on('error', reject)
        shell.on('close', () => resolve(output.split('\n').filter(Boolean).sort()))
      }),
  }
}
