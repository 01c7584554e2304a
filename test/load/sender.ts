import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { guardDutySample } from '../../integrations/findings/guardduty/sample.js'
import { ACCOUNT_ID, roleName, SECRET } from './load-world.js'
import type { LoadOptions } from './options.js'

/** One delivery and its answer. */
export interface Delivery {
  readonly kind: 'fresh' | 'repeated' | 'malformed'
  readonly findingId: string
  readonly status: number
  readonly incidentId: string | null
  readonly deduplicated: boolean
  /** From when it was due, so that a sender that is held up hides nothing. */
  readonly tookMs: number
}

const accepted = z.object({ incidentId: z.string(), deduplicated: z.boolean() })

/** Sends in an open loop: what is due is sent, whatever became of what was sent before. */
export async function sendFindings(url: string, options: LoadOptions): Promise<Delivery[]> {
  const { rate, seconds } = options
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const mixture = makeMixture(options)
  const startedAtMs = performance.now()
  const pending: Promise<Delivery>[] = []
  for (let index = 0; index < rate * seconds; index += 1) {
    const dueAtMs = startedAtMs + (index * 1_000) / rate
    const waitMs = dueAtMs - performance.now()
    if (waitMs > 1) await pause(waitMs)
    pending.push(deliver(url, agent, mixture(index), dueAtMs))
  }
  const deliveries = await Promise.all(pending)
  agent.destroy()
  return deliveries
}

type Letter = Pick<Delivery, 'kind' | 'findingId'> & { readonly body: string }

/** 5 % malformed and 10 % repeated, drawn from the seed; the others are new findings on principals that come up in turn. */
function makeMixture({ rate, seconds, principals, seed }: LoadOptions): (index: number) => Letter {
  const random = randomFrom(seed)
  const sent: Letter[] = []
  return (index) => {
    const draw = random()
    const chosen = sent[Math.floor(random() * sent.length)]
    const findingId = index.toString(16).padStart(32, '0')
    const newest = Math.floor((index / (rate * seconds)) * principals)
    const fresh = JSON.stringify(findingAbout(Math.floor(random() * (newest + 1)), findingId))
    if (draw < 0.05) return { kind: 'malformed', findingId, body: fresh.slice(0, 40 + Math.floor(random() * 200)) }
    if (draw < 0.15 && chosen !== undefined) return { ...chosen, kind: 'repeated' }
    const letter: Letter = { kind: 'fresh', findingId, body: fresh }
    sent.push(letter)
    return letter
  }
}

/** Of a principal always the same, so that its incident has one. */
const severities = [2, 5, 8, 9.5]

function findingAbout(principal: number, findingId: string): object {
  const now = new Date().toISOString()
  return guardDutySample({
    accountId: ACCOUNT_ID,
    partition: 'aws',
    region: 'us-east-1',
    roleName: roleName(principal),
    sessionName: 'build-4711',
    accessKeyId: 'ASIAEXAMPLE0000000001',
    findingId,
    severity: severities[principal % severities.length],
    firstSeenAt: now,
    lastSeenAt: now,
    updatedAt: now,
    remoteIp: '198.51.100.7',
  })
}

async function deliver(url: string, agent: Agent, letter: Letter, dueAtMs: number): Promise<Delivery> {
  const { kind, findingId, body } = letter
  const { status, text } = await post(url, agent, body)
  const tookMs = performance.now() - dueAtMs
  const parsed = status === 202 ? accepted.parse(JSON.parse(text)) : { incidentId: null, deduplicated: false }
  return { kind, findingId, status, tookMs, ...parsed }
}

/** Status 0: no answer. */
function post(url: string, agent: Agent, body: string): Promise<{ status: number; text: string }> {
  const headers = { 'x-api-key': SECRET, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve) => {
    const sending = request(`${url}/webhooks/guardduty`, { method: 'POST', agent, headers }, (answer) => {
      const parts: string[] = []
      answer.setEncoding('utf8').on('data', (part: string) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: parts.join('') }))
    })
    sending.on('error', (error) => resolve({ status: 0, text: error.message }))
    sending.end(body)
  })
}

/** mulberry32: the same seed gives the same mixture. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
