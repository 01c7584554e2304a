import { realmsOf } from '../../../app/realms.js'
import { createServer } from '../../../app/server/create-server.js'
import type { WebhookSettings } from '../../../app/server/webhooks.js'
import type { SystemEvent, SystemLog } from '../../../src/audit/system-log.js'
import { nextSecret, secret } from '../served.js'
import { worldTiming } from '../world/timing.js'
import { approvalRules, type World } from '../world.js'

/** The server in front of a world, whose idea of the time between two requests is the test's. */
export async function serveIntake(
  world: World,
  systemLog: SystemLog = world.runtime.systemLog,
  webhooks: WebhookSettings = { secrets: { guardduty: [secret, nextSecret] } },
) {
  const later = { ms: 0 }
  const { engine } = world.runtime
  const clock = { ...engine.clock, monotonicMs: () => engine.clock.monotonicMs() + later.ms }
  const server = createServer({
    realms: realmsOf({ ...world.runtime, systemLog, engine: { ...engine, clock } }),
    webhooks,
    people: [],
    rules: approvalRules,
    timing: worldTiming,
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    port: Number(new URL(url).port),
    /** A minute passes for what is counted by the minute. */
    nextMinute: () => {
      later.ms += 60_000
    },
    close: () => server.close(),
  }
}

/** A system log that keeps what it is given, and fails while it is told to. */
export function keptSystemLog() {
  const events: SystemEvent[] = []
  const state = { isDown: false }
  return {
    events,
    state,
    append: async (event: SystemEvent) => {
      if (state.isDown) throw new Error('PostgreSQL does not answer.')
      events.push(event)
    },
  }
}
