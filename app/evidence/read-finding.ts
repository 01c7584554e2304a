import { readFile } from 'node:fs/promises'
import { readJson } from '../../integrations/findings/read-json.js'
import type { Finding } from '../../src/domain/finding.js'
import { intakeSources, judgePayload } from '../intake.js'
import { resembledSource } from './resembled-source.js'

export type ReadFinding =
  | { readonly ok: true; readonly finding: Finding }
  | { readonly ok: false; readonly reason: string }

/**
 * A finding's payload as a webhook would get it, of whichever source can read it; of several the first. Where none can, the reason is
 * that of the source whose form it was meant to have.
 */
export async function readFinding(path: string): Promise<ReadFinding> {
  const bytes = await readFile(path)
  const judged = intakeSources.map((source) => ({ name: source.name, intake: judgePayload(source, bytes, null) }))
  for (const { intake } of judged) if (intake.accepted) return { ok: true, finding: intake.findings[0] }
  const refused = judged.flatMap(({ name, intake }) => (intake.accepted ? [] : [{ name, ...intake }]))
  // What cannot be read at all, no source can.
  const unreadable = refused.find(({ kind }) => kind === 'badJson' || kind === 'tooLarge')
  if (unreadable !== undefined) return { ok: false, reason: unreadable.reason }
  const read = readJson(bytes)
  const meant = read.ok ? resembledSource(read.payload) : null
  const reason = refused.find(({ name }) => name === meant)?.reason
  if (reason !== undefined) return { ok: false, reason: `read as ${meant}: ${reason}` }
  const known = intakeSources.map(({ name }) => name).join(', ')
  return { ok: false, reason: `It resembles none of these: ${known}.` }
}
