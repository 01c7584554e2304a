import type { FastifyInstance } from 'fastify'
import { containPlanSchema } from '../../src/domain/plan.js'
import type { Engine } from '../../src/engine/engine.js'
import { endedContainment, type KnownBlocks, standingBlock } from '../../src/report/standing-blocks.js'
import type { Runtime } from '../compose.js'
import type { Realms } from '../realms.js'

/** `GET /api/blocks`: of each realm every incident whose block stands or may stand, and the containments that are over. */
export function registerBlockRoutes(api: FastifyInstance, realms: Realms): void {
  api.get('/blocks', async () => Promise.all(realms.all.map(knownBlocks)))
}

async function knownBlocks({ engine, tools, accountName }: Runtime): Promise<KnownBlocks> {
  const { store, realm } = engine
  const listed = await store.listIncidents()
  const incidents = listed.flatMap((each) => ('snapshot' in each ? [each] : []))
  const blocks = await Promise.all(
    incidents
      .filter(({ snapshot }) => snapshot.context.blockMayStand)
      .map(async (incident) =>
        standingBlock(incident, await planOf(store, incident.snapshot.context.containPlanDigest)),
      ),
  )
  return {
    realm,
    account: { id: tools.realm.accountId, name: accountName },
    // A block stands only while its incident is open, and every open one is listed.
    complete: incidents.length === listed.length,
    blocks: blocks.flatMap((block) => block ?? []),
    ended: incidents.flatMap((incident) => endedContainment(incident) ?? []),
  }
}

/** null where it is lost, or of another version: that the block stands must be told all the same. */
async function planOf(store: Engine['store'], digest: string | null) {
  const found = digest === null ? null : await store.readDocument(digest)
  const parsed = containPlanSchema.safeParse(found?.body)
  return parsed.success ? parsed.data : null
}
