import { caughtError } from '../../../integrations/postgres/embedded/caught-error.js'
import type { AnchorSink } from '../../../src/audit/anchor.js'
import { type Realm, realmId } from '../../../src/domain/realm.js'
import { type CheckLine, green, red, yellow } from '../check-line.js'

const name = 'audit anchors'

/** Whether each place that keeps checkpoints answers, and whether any of them is outside this host. */
export async function checkAuditAnchors(sinks: readonly AnchorSink[], realms: readonly Realm[]): Promise<CheckLine[]> {
  const lines = await Promise.all(sinks.map((sink) => checkSink(sink, realms)))
  if (sinks.some(({ outside }) => outside)) return lines
  const cure = 'Name an anchor elsewhere under audit.anchors: docs/audit.md.'
  return [
    ...lines,
    yellow(name, 'none is outside this host: the record proves consistency, not that nobody re-made it', cure),
  ]
}

async function checkSink(sink: AnchorSink, realms: readonly Realm[]): Promise<CheckLine> {
  try {
    const newest = await Promise.all(realms.map((realm) => sink.readNewest(realmId(realm))))
    const numbers = newest.flatMap((one) => one?.number ?? [])
    const says = numbers.length === 0 ? 'holds no checkpoint yet' : `holds checkpoint ${numbers.join(', ')}`
    return green(name, `${sink.name} answers and ${says}`)
  } catch (error) {
    const cure = 'Look at that place and at who may read it; until it answers, newer records are not anchored.'
    return red(name, `${sink.name}: ${caughtError(error).message}`, cure)
  }
}
