import { createServer } from 'node:net'
import { z } from 'zod'
import { type CheckLine, green, red, yellow } from '../check-line.js'

const name = 'web server'
const answerSchema = z.object({
  ok: z.boolean(),
  name: z.literal('tourniquet').optional(),
  version: z.string().optional(),
})

/** Whether the port is free, or our own server of this version has it. Port 0 is any free one. */
export async function checkListeningPort(
  server: { readonly host: string; readonly port: number },
  version: string,
  signal: AbortSignal,
): Promise<CheckLine[]> {
  const { host, port } = server
  if (port === 0) return [green(name, 'any free port is taken')]
  const code = await tryListening(host, port)
  if (code === null) return [green(name, `port ${port} of ${host} is free`)]
  if (code === 'EADDRINUSE') return [await askWhoIsThere(host, port, version, signal)]
  const cure =
    code === 'EACCES'
      ? 'Take a port of 1024 or above (server.port).'
      : 'Correct server.host: it must be an address of this machine.'
  return [red(name, `${host}:${port} cannot be listened on (${code})`, cure)]
}

function tryListening(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)))
  })
}

async function askWhoIsThere(host: string, port: number, version: string, signal: AbortSignal): Promise<CheckLine> {
  const other = red(name, `something else listens on port ${port} of ${host}`, 'Stop it, or take another server.port.')
  try {
    const response = await fetch(`http://${dialled(host)}:${port}/livez`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(3_000)]),
      redirect: 'error',
    })
    const answer = answerSchema.safeParse(await response.json())
    if (!answer.success) return other
    const found = answer.data.version
    if (found === undefined) return green(name, `Tourniquet runs on port ${port}`)
    if (found === version) return green(name, `Tourniquet ${found} runs on port ${port}`)
    return yellow(
      name,
      `Tourniquet ${found} runs on port ${port}, and this is ${version}`,
      'Restart it where it should have been updated.',
    )
  } catch {
    return other
  }
}

/** What listens everywhere is reached here. */
function dialled(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
