import { intakeSources, judgePayload } from '../../../app/intake.js'
import type { PayloadSource } from '../../../integrations/findings/sources.js'
import type { Finding } from '../../../src/domain/finding.js'
import type { Principal } from '../../../src/domain/principal.js'

/** A payload judged as the webhook would, by a source's name. */
export function judged(source: PayloadSource, payload: unknown) {
  const found = intakeSources.find(({ name }) => name === source)
  if (found === undefined) throw new Error(`There is no source ${source}.`)
  const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload))
  return judgePayload(found, bytes, null)
}

/** The only finding of a payload that is taken. */
export function taken(source: PayloadSource, payload: unknown): Finding {
  const intake = judged(source, payload)
  if (!intake.accepted) throw new Error(`It was not taken: ${intake.reason}`)
  if (intake.findings.length !== 1) throw new Error(`It holds ${intake.findings.length} findings.`)
  return intake.findings[0]
}

export function accused(source: PayloadSource, payload: unknown): Principal {
  return taken(source, payload).principal
}

/** `notOurs: reason`, and of what is taken the principal. */
export function outcome(source: PayloadSource, payload: unknown): string {
  const intake = judged(source, payload)
  if (!intake.accepted) return `${intake.kind}: ${intake.reason}`
  return intake.findings.map(({ principal: { type, name } }) => `${type}/${name}`).join(', ')
}

/** The role that all examples accuse. */
export const CI_DEPLOY = {
  type: 'role',
  partition: 'aws',
  accountId: '111122223333',
  name: 'ci-deploy',
  uniqueId: 'AROAIOSFODNN7EXAMPLE',
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  sessionName: 'build-4711',
} as const

/** Types and values that no place of a payload expects where it has a text. */
export const NO_TEXTS: readonly unknown[] = [7, true, {}, ['a'], [[]]]
