import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A place that must hear nothing. */
export interface Canary {
  readonly url: string
  readonly heard: readonly string[]
  close(): Promise<void>
}

export async function startCanary(): Promise<Canary> {
  const heard: string[] = []
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`)
    response.writeHead(500).end()
  })
  // What is no HTTP is heard as well: a database's client greets in a protocol of its own.
  server.on('clientError', (_error, socket) => {
    heard.push('something else')
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${portOf(server.address())}`, heard, close }
}

/** Lets the environment be that of somebody who works with a live account, until what is answered is called. */
export function liveEnvironment(url: string): () => void {
  const { host } = new URL(url)
  const values = {
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: 'a-token-of-a-live-session',
    AWS_REGION: 'eu-central-1',
    AWS_PROFILE: 'production',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/credentials`,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: `${url}/metadata`,
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_IAM: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ENDPOINT_URL_CLOUDTRAIL: url,
    AWS_ENDPOINT_URL_ROLESANYWHERE: url,
    HTTP_PROXY: url,
    HTTPS_PROXY: url,
    DATABASE_URL: `postgres://tourniquet@${host}/live`,
    REDIS_URL: `redis://${host}`,
  }
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, values)
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The canary listens on no port.')
  return address.port
}
