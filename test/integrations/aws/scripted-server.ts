import { createServer, type ServerResponse } from 'node:http'

export interface ScriptedAnswer {
  readonly status?: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Cut the connection instead. */
  readonly cut?: boolean
  /** Without the Date header that AWS always sends. */
  readonly undated?: boolean
}

export interface ScriptedServer {
  readonly url: string
  /** The forms or JSON that arrived, oldest first. */
  readonly received: string[]
  connections(): number
  close(): Promise<void>
}

/** A server that is not AWS: answers each request as told, for the oddities that no AWS would show. */
export async function scriptedServer(answer: (body: string, index: number) => ScriptedAnswer): Promise<ScriptedServer> {
  const received: string[] = []
  let connections = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    received.push(body)
    reply(response, answer(body, received.length - 1))
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    received,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function reply(response: ServerResponse, { status, body, headers, cut, undated }: ScriptedAnswer): void {
  if (cut) response.socket?.destroy()
  else {
    response.sendDate = !undated
    response.writeHead(status ?? 200, { ...headers }).end(body ?? '')
  }
}

/** A result of IAM's or STS's Query protocol. */
export function xmlResult(operation: string, result: string): string {
  return `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`
}

export function xmlError(code: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`
}

export const someCredentials = { accessKeyId: 'AKIAEXAMPLE000000000', secretAccessKey: 'secret' }
