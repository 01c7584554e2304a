import { connect } from 'node:net'
import { z } from 'zod'

/** A request as bytes are put on the wire, so that it can be as wrong as an HTTP client would never make it. */
export interface WireRequest {
  readonly method?: string
  readonly path?: string
  readonly version?: string
  /** In place of the usual ones of the same name; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>
  /** Header lines as they are, after the others. */
  readonly lines?: readonly string[]
  readonly body?: string | Buffer
  /** Everything, in place of all that. */
  readonly raw?: string | Buffer
  /** What a signature is made over, where the body on the wire is another, in chunks, say. */
  readonly signed?: string | Buffer
}

/** Where a request goes, and what it holds, if it does not say otherwise. */
export interface UsualHead {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

export interface WireAnswer {
  /** 0: the connection was closed without an answer. */
  readonly status: number
  /** `error` of a body `{error, detail}`; null where there is no such body. */
  readonly error: string | null
  readonly body: z.infer<typeof bodySchema> | null
  readonly head: string
}

const bodySchema = z.looseObject({})
const refusalSchema = z.strictObject({ error: z.string(), detail: z.string().regex(/^[\x20-\x7e]+[.)]$/) })
const PATIENCE_MS = 12_000

/** As GuardDuty's, with this key, or as somebody else's. */
export function bytesOf(request: WireRequest, sender: string | UsualHead): Buffer {
  if (request.raw !== undefined) return Buffer.from(request.raw)
  const own: UsualHead =
    typeof sender === 'string' ? { path: '/webhooks/guardduty', headers: { 'x-api-key': sender } } : sender
  const { method = 'POST', path = own.path, version = 'HTTP/1.1', body = '', lines = [] } = request
  const usual = {
    host: 'tourniquet.example',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...own.headers,
  }
  const headers = Object.entries({ ...usual, ...request.headers }).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  )
  const head = [`${method} ${path} ${version}`, ...headers, ...lines].join('\r\n')
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), Buffer.from(body)])
}

/** Sends bytes on a connection of their own, says there will be no more where they are `last`, and reads one answer. */
export function exchange(port: number, bytes: Buffer, last = false): Promise<WireAnswer> {
  const isHead = bytes.subarray(0, 5).toString('latin1') === 'HEAD '
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port })
    const late = setTimeout(() => socket.destroy(new Error(`No answer within ${PATIENCE_MS} ms.`)), PATIENCE_MS)
    let received = ''
    const finish = () => {
      clearTimeout(late)
      socket.destroy()
      try {
        resolve(answerOf(received))
      } catch (error) {
        reject(error)
      }
    }
    socket.on('data', (data) => {
      received += data.toString('latin1')
      received = received.replace(/^HTTP\/1\.1 1\d\d [^\r\n]*\r\n\r\n/, '')
      if (isWhole(received, isHead)) finish()
    })
    socket.on('close', finish)
    socket.on('error', (error: Error & { code?: string }) => {
      // A server that has answered need not read the rest.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return
      clearTimeout(late)
      reject(error)
    })
    if (last) socket.end(bytes)
    else socket.write(bytes)
  })
}

/** Sends requests one behind the other on one connection, without waiting, and reads the status of each answer. */
export function pipeline(port: number, requests: readonly Buffer[]): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port })
    const statuses: number[] = []
    let received = ''
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`No answer within ${PATIENCE_MS} ms.`)))
    socket.on('data', (data) => {
      received += data.toString('latin1')
      for (let end = endOfAnswer(received); end !== null; end = endOfAnswer(received)) {
        statuses.push(answerOf(received.slice(0, end)).status)
        received = received.slice(end)
      }
      if (statuses.length === requests.length) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(statuses))
    socket.write(Buffer.concat(requests))
  })
}

function endOfAnswer(received: string): number | null {
  const head = received.indexOf('\r\n\r\n')
  if (head === -1) return null
  const length = Number(/^content-length: (\d+)/im.exec(received)?.[1])
  return received.length >= head + 4 + length ? head + 4 + length : null
}

function isWhole(received: string, isHead: boolean): boolean {
  const end = received.indexOf('\r\n\r\n')
  if (end === -1) return false
  if (/^transfer-encoding: chunked/im.test(received)) return received.endsWith('0\r\n\r\n')
  const length = Number(/^content-length: (\d+)/im.exec(received)?.[1] ?? Number.NaN)
  return isHead || received.length - end - 4 >= length
}

function answerOf(received: string): WireAnswer {
  const [head = '', text = ''] = received.split('\r\n\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0)
  // Node answers some requests by itself, without a body: in no chunks.
  const isEmpty = text === '' || text === '0'
  const body = isEmpty ? null : bodySchema.parse(JSON.parse(text))
  const refusal = refusalSchema.safeParse(body)
  if (body !== null && status >= 400 && !refusal.success) throw new Error(`Not {error, detail}: ${text}`)
  return { status, error: refusal.success ? refusal.data.error : null, body, head }
}
