import { connect } from 'node:net'
import { CONNECTION_CHECK_MS, REQUEST_TIMEOUT_MS } from '../../../../app/server/http-limits.js'
import { everySource, senders, sentBy } from '../../../support/intake/senders.js'
import { serveIntake } from '../../../support/intake/serve-intake.js'
import { exchange } from '../../../support/intake/wire.js'
import { secret } from '../../../support/served.js'
import { useTestPostgres } from '../../../support/services.js'
import { useWorlds } from '../../../support/worlds.js'

const { url: databaseUrl } = await useTestPostgres()
const head = `POST /webhooks/guardduty HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`
const BODY_BYTES = 200_000

/** Keeps a connection busy with a few bytes at a time, and tells when and with what it was ended. */
function linger(port: number, beginning: string, drip: string) {
  return new Promise<{ readonly answer: string; readonly afterMs: number }>((resolve, reject) => {
    const since = performance.now()
    let answer = ''
    const socket = connect({ host: '127.0.0.1', port })
    const dripping = setInterval(() => drip !== '' && socket.writable && socket.write(drip), 50)
    socket.on('data', (data) => {
      answer += data.toString()
    })
    socket.on('error', (error: Error & { code?: string }) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.on('close', () => {
      clearInterval(dripping)
      resolve({ answer: answer.split('\r\n')[0] ?? '', afterMs: performance.now() - since })
    })
    if (beginning !== '') socket.write(beginning)
  })
}

describe('a sender that takes its time', () => {
  const createWorld = useWorlds({ databaseUrl })

  it('is given 10 s at most, by what the server is told', () => {
    expect(REQUEST_TIMEOUT_MS + CONNECTION_CHECK_MS).toBeLessThanOrEqual(10_000)
  })

  it('is closed within 10 s, however it is slow, while others are answered', async () => {
    const world = await createWorld()
    const server = await serveIntake(world, world.runtime.systemLog, everySource)
    const authentic = `${head}x-api-key: ${secret}\r\n`
    const slow = {
      'says nothing': ['', ''],
      'does not end its first line': ['POST /web', 'x'],
      'sends headers for ever': [head, 'a: b\r\n'],
      'never begins its body': [`${authentic}content-length: ${BODY_BYTES}\r\n\r\n`, ''],
      'sends its body by the byte': [`${authentic}content-length: ${BODY_BYTES}\r\n\r\n`, ' '],
      'sends chunks by the byte': [`${authentic}transfer-encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
      'sends its body by the byte, without a key': [`${head}content-length: ${BODY_BYTES}\r\n\r\n`, ' '],
      'sends chunks by the byte, without a key': [`${head}transfer-encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
    } as const
    const bySource = Object.fromEntries(
      senders.map((sender) => {
        const bytes = sentBy(sender, { headers: { 'content-length': String(BODY_BYTES) } })
        return [`sends a finding of ${sender.source} by the byte`, [bytes.toString('latin1'), ' ']] as const
      }),
    )
    const ends = Object.entries({ ...slow, ...bySource }).map(async ([how, [beginning, drip]]) => ({
      how,
      ...(await linger(server.port, beginning, drip)),
    }))
    const others = await Promise.all(
      Array.from({ length: 20 }, () => exchange(server.port, Buffer.from(`GET /livez HTTP/1.0\r\n\r\n`))),
    )
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 200))
    for (const { how, answer, afterMs } of await Promise.all(ends)) {
      // A second for a busy machine.
      expect([how, afterMs < 11_000]).toEqual([how, true])
      const status = how.includes('without a key') ? 401 : 408
      expect([how, answer]).toEqual([how, expect.stringContaining(`HTTP/1.1 ${status}`)])
    }
    expect(await world.runtime.engine.store.listIncidents()).toEqual([])
    await server.close()
  }, 30_000)
})
