import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A configuration of one exercise account in a folder of its own, removed when the test file ends. */
export async function aConfigIn(databaseUrl: string, audit: string): Promise<{ folder: string; config: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-audit-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const config = join(folder, 'tourniquet.yaml')
  await writeFile(
    config,
    `dataDir: ${join(folder, 'data')}
database: {url: "${databaseUrl}"}
accounts: [{id: "111122223333", mode: guarded, endpoint: "http://127.0.0.1:1"}]
approvals: {contain: {approvers: [{name: ana, tokenSha256: ${'a'.repeat(64)}}]}}
sources: {guardduty: {secrets: [0123456789abcdefghijklmnopqrstuvwxyzABCDEFG]}}
exercise: {timeScale: 1}
audit: ${audit}
`,
  )
  return { folder, config }
}
