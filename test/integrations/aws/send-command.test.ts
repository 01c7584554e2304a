import { createServer, type RequestListener, type Server } from 'node:http'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { sendCommand } from '../../../integrations/aws/send-command.js'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { SendGuard } from '../../../src/ports.js'

const operation = 'sts:GetCallerIdentity'
const identity =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  '<Arn>arn:aws:iam::111122223333:user/ana</Arn><UserId>AIDA</UserId><Account>111122223333</Account>' +
  '</GetCallerIdentityResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>'
const failure = (code: string) =>
  `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error><RequestId>r-2</RequestId></ErrorResponse>`

const order: string[] = []
let server: Server
let client: STSClient

async function serving(listener: RequestListener, options: { maxAttempts?: number; requestTimeout?: number } = {}) {
  order.length = 0
  server = createServer((request, response) => {
    order.push('request')
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  client = new STSClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: options.maxAttempts ?? 1,
    requestHandler: { requestTimeout: options.requestTimeout ?? 5_000, throwOnRequestTimeout: true },
  })
}

afterEach(async () => {
  client.destroy()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

function call(guard: SendGuard) {
  const command = new GetCallerIdentityCommand({})
  return sendCommand({ operation, command, guard, send: () => client.send(command) })
}

async function passing(): Promise<void> {
  order.push('guard')
}

describe('sending a command', () => {
  it("answers with the output, the request id and AWS's clock", async () => {
    await serving((_, response) => {
      response.setHeader('date', 'Sun, 01 Mar 2026 10:00:00 GMT').setHeader('x-amzn-requestid', 'r-1').end(identity)
    })
    const answer = await call(passing)
    expect(answer).toMatchObject({
      requestId: 'r-1',
      at: '2026-03-01T10:00:00.000Z',
      output: { Account: '111122223333' },
    })
  })

  it("tells the SDK's own log nothing, which would get a copy of each answer", async () => {
    await serving((_, response) => void response.end(identity))
    const told: object[] = []
    const tell = (line: object) => void told.push(line)
    client.config.logger = { debug: () => {}, info: tell, warn: tell, error: tell }
    await call(passing)
    expect(told).toEqual([])
  })

  it('has no time where the answer has no date', async () => {
    await serving((_, response) => {
      response.sendDate = false
      response.end(identity)
    })
    expect((await call(passing)).at).toBeNull()
  })

  it('asks the guard before every attempt, also those that the SDK makes on its own', async () => {
    let answered = 0
    await serving(
      (_, response) => {
        answered += 1
        if (answered < 3) response.writeHead(500).end(failure('ServiceFailure'))
        else response.end(identity)
      },
      { maxAttempts: 3 },
    )
    await call(passing)
    expect(order).toEqual(['guard', 'request', 'guard', 'request', 'guard', 'request'])
  })

  it('a guard that refuses keeps the request back, and its error arrives as it was thrown', async () => {
    await serving((_, response) => response.end(identity), { maxAttempts: 3 })
    const refusal = Object.assign(new Error('lease is over'), { code: 'ECONNRESET' })
    const refusing = async () => {
      order.push('guard')
      throw refusal
    }
    await expect(call(refusing)).rejects.toBe(refusal)
    expect(order).not.toContain('request')
  })

  it('a guard that refuses a later attempt stops the retries', async () => {
    await serving((_, response) => response.writeHead(500).end(failure('ServiceFailure')), { maxAttempts: 5 })
    const once = async () => {
      if (order.includes('request')) throw new Error('lease is over')
    }
    await expect(call(once)).rejects.toThrow('lease is over')
    expect(order).toEqual(['request'])
  })

  it('a failure is named with its code, its operation and its request id, and keeps its cause', async () => {
    await serving((_, response) => response.writeHead(403, { 'x-amzn-requestid': 'r-2' }).end(failure('AccessDenied')))
    const error = await call(passing).catch((thrown: AwsError) => thrown)
    expect(error).toBeInstanceOf(AwsError)
    expect(error).toMatchObject({ kind: 'accessDenied', code: 'AccessDenied', operation, requestId: 'r-2' })
    expect(error).toHaveProperty('cause.name', 'AccessDenied')
  })

  it('a connection that is cut is ambiguous', async () => {
    await serving((request) => request.socket.destroy())
    await expect(call(passing)).rejects.toMatchObject({ kind: 'ambiguous' })
  })

  it('an answer that does not come is ambiguous', async () => {
    await serving(() => {}, { requestTimeout: 100 })
    await expect(call(passing)).rejects.toMatchObject({ kind: 'ambiguous', code: 'ETIMEDOUT' })
  })

  it('an answer that cannot be read is ambiguous', async () => {
    await serving((_, response) => response.end('<not xml'))
    await expect(call(passing)).rejects.toMatchObject({ kind: 'ambiguous' })
  })

  it.each([404, 405, 501])('a %i page over a call is an operation that the endpoint does not have', async (status) => {
    await serving((_, response) => response.writeHead(status).end('<!doctype html><title>no</title>'))
    await expect(call(passing)).rejects.toMatchObject({ kind: 'unsupported', code: `Http${status}` })
  })

  it('a bare 500 page is unsupported where nothing was to change, and ambiguous where something was', async () => {
    await serving((_, response) => response.writeHead(500).end('<!doctype html><title>Internal Server Error</title>'))
    const command = new GetCallerIdentityCommand({})
    const read = sendCommand({ operation, command, send: () => client.send(command) })
    await expect(read).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringContaining('none of AWS') })
    await expect(call(passing)).rejects.toMatchObject({ kind: 'ambiguous', code: 'Http500' })
  })

  it('missing credentials are said as such, and nothing is sent', async () => {
    await serving((_, response) => response.end(identity))
    client.destroy()
    client = new STSClient({
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:9',
      credentials: async () => {
        throw Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' })
      },
    })
    await expect(call(passing)).rejects.toMatchObject({ kind: 'credentials' })
    expect(order).toEqual([])
  })
})
