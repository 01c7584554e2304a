import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import { loadConfig } from '../../../app/config.js'
import { openAudit } from '../../../app/open-audit.js'
import { linkRecord } from '../../../src/audit/chain.js'
import { auditBodySchema } from '../../../src/audit/record.js'
import { aConfigIn } from '../../support/audit/in-folder.js'
import { printed } from '../../support/in-process-cli.js'
import { aStep, engineOn, opened, silentLog, useDatabase } from '../../support/store.js'

const { db, url } = await useDatabase()
const REALM = 'exercise/aws/111122223333/127.0.0.1:1'
const { folder, config } = await aConfigIn(url, '{anchors: [{kind: file, path: anchors.jsonl, outside: true}]}')
const unreadable = await aConfigIn(url, '{anchors: [{kind: file, path: ., outside: true}]}')
const engine = engineOn(db, REALM)

const verification = z.object({
  verified: z.boolean(),
  incidents: z.number(),
  records: z.number(),
  firstBroken: z.object({ incidentId: z.string().nullable(), seq: z.number(), reason: z.string() }).nullable(),
  verifiedUpTo: z.string().nullable(),
  anchors: z.array(z.object({ name: z.string(), checkpoint: z.number().nullable(), problem: z.string().nullable() })),
  localOnly: z.boolean(),
  exposedWindow: z.object({ records: z.number(), since: z.string().nullable() }),
})

async function verify() {
  const { code, stdout, stderr } = await printed('audit', 'verify', '--json', '--config', config)
  return { code, stderr, found: verification.parse(JSON.parse(stdout)) }
}

/** One checkpoint by a process with workers, which ends. */
async function checkpoint(): Promise<void> {
  const { realms, close } = await openAudit(loadConfig(config, {}), silentLog)
  const rounds = await realms[0].audit.start()
  await rounds?.stop()
  await close()
}

/** What an attacker writes into a record. */
const hostile = '=HYPERLINK("http://x","y")\u001b[2J\u202e\n'

describe('audit verify and export', () => {
  it('say at first that no anchor was used, and that all of it is exposed', async () => {
    const incident = await opened(engine)
    const step = aStep(incident)
    const body = { ...step.audit.body, detail: hostile }
    await engine.store.recordStep({ ...step, audit: linkRecord(step.audit.prevHash, body) })
    const { code, found } = await verify()
    expect({ code, found }).toMatchObject({
      code: 0,
      found: { verified: true, incidents: 1, records: 2, localOnly: true, exposedWindow: { records: 2, since: null } },
    })
    const { stdout } = await printed('audit', 'verify', '--config', config)
    expect(stdout).toMatch(/LOCAL ONLY: no anchor outside this host was used/)
  })

  it('name the anchor and what is newer than it once there is one', async () => {
    await checkpoint()
    expect((await verify()).found).toMatchObject({
      verified: true,
      localOnly: false,
      anchors: [{ checkpoint: 1, problem: null }],
      exposedWindow: { records: 0 },
    })
    const exported = await printed('audit', 'export', '--config', config)
    expect(exported.code).toBe(0)
    // The export is itself a record, and newer than the anchor.
    const { found } = await verify()
    expect(found).toMatchObject({ verified: true, records: 3, exposedWindow: { records: 1 } })
    const { stdout } = await printed('audit', 'verify', '--config', config)
    expect(stdout).toMatch(/Exposed window: 1 records since .* are newer than every anchor/)
  })

  it('as JSON lines give out what another program can check the chain with', async () => {
    const { stdout } = await printed('audit', 'export', '--config', config, '--format', 'jsonl')
    const lines = stdout.trimEnd().split('\n')
    const line = z.object({
      realm: z.string(),
      chain: z.string(),
      body: z.json(),
      prevHash: z.string(),
      hash: z.string(),
    })
    const records = lines.map((text) => line.parse(JSON.parse(text)))
    const ofIncident = records.filter(({ chain }) => chain.startsWith('inc_'))
    expect(ofIncident.map(({ body, prevHash }) => linkRecord(prevHash, auditBodySchema.parse(body)).hash)).toEqual(
      ofIncident.map(({ hash }) => hash),
    )
    expect(ofIncident.map(({ body }) => auditBodySchema.parse(body).detail)).toContain(hostile)
    expect(['\u001b', '\u202e'].filter((hidden) => stdout.includes(hidden))).toEqual([])
    expect(records.filter(({ chain }) => chain === 'system').map(({ body }) => body)).toContainEqual(
      expect.objectContaining({
        what: 'EXPORTED',
        detail: { format: 'jsonl', incidentId: null, since: null, until: null },
      }),
    )
  })

  it('as CSV hold nothing that a spreadsheet calculates or a terminal obeys', async () => {
    const { stdout } = await printed('audit', 'export', '--config', config, '--format', 'csv')
    expect(stdout).toContain(`"'=HYPERLINK(""http://x"",""y"")\\u001b[2J\\u202e "`)
    expect(['\u001b', '\u202e'].filter((hidden) => stdout.includes(hidden))).toEqual([])
    const cells = stdout.split('\r\n').map((line) => line.match(/"(?:[^"]|"")*"/g)?.length)
    expect(new Set(cells.slice(0, -1))).toEqual(new Set([14]))
  })

  it('of one incident or a time hold that alone', async () => {
    const [incident] = await engine.store.listIncidents()
    const one = await printed('audit', 'export', '--config', config, '--incident', incident?.id ?? '')
    expect(one.stdout.trimEnd().split('\n')).toHaveLength(2)
    const none = await printed('audit', 'export', '--config', config, '--until', '2020-01-01')
    expect(none).toMatchObject({ code: 0, stdout: '' })
    const unknown = await printed('audit', 'export', '--config', config, '--incident', 'inc_nobody')
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/there is no record of "inc_nobody"/) })
    expect((await printed('audit', 'export', '--config', config, '--since', 'yesterday')).code).toBe(2)
  })

  it('fail with the place where a record was changed', async () => {
    await checkpoint()
    const [incident] = await engine.store.listIncidents()
    const body = JSON.stringify({ what: 'NOTHING' })
    const change = async (statement: ReturnType<typeof sql>) =>
      db.transaction().execute(async (transaction) => {
        await sql`SET LOCAL session_replication_role = replica`.execute(transaction)
        await statement.execute(transaction)
      })
    await change(sql`UPDATE audit SET body = body || ${body}::jsonb WHERE seq = 2`)
    const { code, found } = await verify()
    expect({ code, found }).toMatchObject({
      code: 1,
      found: { verified: false, verifiedUpTo: null, firstBroken: { incidentId: incident?.id, seq: 2 } },
    })
    const { stdout } = await printed('audit', 'verify', '--config', config)
    expect(stdout).toMatch(/^BROKEN: record 2 of inc_\w+ was changed after it was written\./)
    await change(sql`UPDATE audit SET body = body || '{"what":"TESTED"}' WHERE seq = 2`)
    expect((await verify()).code).toBe(0)
  })

  it('find an anchor that was cut, and say of one that cannot be read that it proves nothing', async () => {
    const path = join(folder, 'data', 'anchors.jsonl')
    const text = await readFile(path, 'utf8')
    await writeFile(path, `${text.split('\n')[0]}\n`)
    expect(await verify()).toMatchObject({
      code: 1,
      found: { firstBroken: { seq: 2, reason: expect.stringMatching(/it was cut or replaced/) } },
    })
    await writeFile(path, text)
    await mkdir(join(unreadable.folder, 'data'), { recursive: true })
    const { stdout } = await printed('audit', 'verify', '--json', '--config', unreadable.config)
    expect(verification.parse(JSON.parse(stdout))).toMatchObject({
      localOnly: true,
      anchors: [{ checkpoint: null, problem: expect.stringMatching(/EISDIR/) }],
    })
  })
})
