import { createServer } from 'node:http'
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import { FencedHandler } from '../../../integrations/aws/fenced-handler.js'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }

function clientOf(requestHandler: FencedHandler, endpoint?: string): IAMClient {
  const where = endpoint === undefined ? {} : { endpoint }
  return new IAMClient({ region: 'us-east-1', maxAttempts: 1, credentials, requestHandler, ...where })
}

describe('a fence around the account of an exercise', () => {
  it('refuses and counts a request to AWS itself before anything is sent', async () => {
    const fence = new FencedHandler('http://127.0.0.1:4566')
    await expect(clientOf(fence).send(new ListRolesCommand({}))).rejects.toMatchObject({ name: 'FencedRequestError' })
    expect(fence.refused).toBe(1)
  })

  it('tells another port of the same host from its own', async () => {
    const fence = new FencedHandler('http://127.0.0.1:1')
    const elsewhere = clientOf(fence, 'http://127.0.0.1:2').send(new ListRolesCommand({}))
    await expect(elsewhere).rejects.toMatchObject({ name: 'FencedRequestError' })
    expect(fence.refused).toBe(1)
  })

  it('lets requests to its own address through', async () => {
    const fence = new FencedHandler('http://127.0.0.1:1')
    const there = clientOf(fence, 'http://127.0.0.1:1').send(new ListRolesCommand({}))
    await expect(there).rejects.toThrow('connect ECONNREFUSED 127.0.0.1:1')
    expect(fence.refused).toBe(0)
  })

  it('waits for ever for an answer where it is told to: an account on virtual time has no real clock', async () => {
    const slow = createServer((_, response) => void setTimeout(() => response.writeHead(500).end(), 60))
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
    const address = slow.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const ask = (requestTimeout: number) =>
      clientOf(new FencedHandler(url, { connectionTimeout: 0, requestTimeout }), url).send(new ListRolesCommand({}))
    await expect(ask(20)).rejects.toMatchObject({ name: 'TimeoutError' })
    await expect(ask(0)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
    await new Promise((resolve) => slow.close(resolve))
  })
})
