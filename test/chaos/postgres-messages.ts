import { z } from 'zod'

/**
 * As much of PostgreSQL's protocol (version 3) as it takes to see commits pass.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export interface WireMessage {
  /** One letter: Q and P are statements, S and Q ask for a reply, Z ends it. */
  readonly type: string
  readonly body: Buffer
}

/** Cuts a stream into whole messages. `bytes` are those that they were cut from. */
export function messageCutter() {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk: Buffer): { message: WireMessage; bytes: Buffer }[] => {
    rest = Buffer.concat([rest, chunk])
    const found: { message: WireMessage; bytes: Buffer }[] = []
    for (;;) {
      const length = rest.length < 5 ? Number.POSITIVE_INFINITY : rest.readInt32BE(1) + 1
      if (rest.length < length) return found
      const bytes = rest.subarray(0, length)
      found.push({ message: { type: String.fromCharCode(bytes[0] ?? 0), body: bytes.subarray(5) }, bytes })
      rest = rest.subarray(length)
    }
  }
}

/** The settings of a start-up message, from after its length and version. */
export function startupSettings(body: Buffer): Record<string, string> {
  const words = body.toString('utf8').split('\0')
  const settings: Record<string, string> = {}
  for (let at = 0; at + 1 < words.length && words[at] !== ''; at += 2) settings[words[at] ?? ''] = words[at + 1] ?? ''
  return settings
}

/** `T`: the connection is in a transaction and the next reply commits nothing, unless it is that of COMMIT. */
export function transactionStatus(readyForQuery: WireMessage): string {
  return readyForQuery.body.toString('latin1', 0, 1)
}

const WRITING = /^\s*(insert|update|delete|create|alter|drop|truncate)\b|\b(record_step|claim_effect)\s*\(/i
const COMMIT = /^\s*commit\b/i

/** Whether these messages of a client, up to its Query or Sync, may end in a commit that changes something. */
export function mayCommit(request: readonly WireMessage[], inTransaction: boolean): boolean {
  const pattern = inTransaction ? COMMIT : WRITING
  return request.some((message) => pattern.test(statementOf(message)))
}

function statementOf({ type, body }: WireMessage): string {
  if (type === 'Q') return body.toString('utf8')
  // Parse: the statement's name, then its text.
  return type === 'P' ? body.subarray(body.indexOf(0) + 1).toString('utf8') : ''
}

const CHANGED = /^(INSERT 0 [1-9]|UPDATE [1-9]|DELETE [1-9]|CREATE|ALTER|DROP|TRUNCATE|COMMIT)/

/** Whether the reply to such a request says that something was changed. A refused step or claim changes nothing. */
export function hasCommitted(reply: readonly WireMessage[]): boolean {
  if (reply.some(({ type }) => type === 'E')) return false
  const isTagged = reply.some(({ type, body }) => type === 'C' && CHANGED.test(body.toString('latin1')))
  return isTagged || reply.some((message) => message.type === 'D' && isDone(firstColumn(message.body)))
}

/** True where the reply is that of a recorded step: the incident has moved. */
export function hasRecordedStep(reply: readonly WireMessage[]): boolean {
  return reply.some((message) => message.type === 'D' && answerOf(firstColumn(message.body))?.status === 'recorded')
}

function firstColumn(row: Buffer): string | null {
  const length = row.length < 6 ? -1 : row.readInt32BE(2)
  return length < 0 ? null : row.toString('utf8', 6, 6 + length)
}

const answerSchema = z.object({ status: z.string().optional() })

/** What record_step and claim_effect answer; null for anything else. */
function answerOf(column: string | null): z.infer<typeof answerSchema> | null {
  if (column === null || !column.startsWith('{')) return null
  return answerSchema.parse(JSON.parse(column))
}

function isDone(column: string | null): boolean {
  const answer = answerOf(column)
  return answer !== null && (answer.status ?? 'recorded') === 'recorded'
}
