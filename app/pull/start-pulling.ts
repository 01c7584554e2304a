import { homeRegion } from '../../integrations/aws/client-options.js'
import { connectInbox } from '../../integrations/aws/connect-inbox.js'
import type { Config } from '../config.js'
import { connectionOf, openingSettingsOf, servedAccounts, timeScaleOf } from '../from-config.js'
import type { OpeningPlace } from '../open-finding.js'
import { OpeningTurns } from '../opening-turns.js'
import type { Realms } from '../realms.js'
import { DroppedNotes } from './dropped-notes.js'
import { openQueue } from './open-queue.js'
import { pullInvestigations } from './pull-investigations.js'
import type { RunningPull } from './pull-queue.js'
import { readQueue } from './read-queue.js'

const MINUTE_MS = 60_000

/** Starts to fetch findings from wherever the configuration says: where workers run, for both need a way to AWS. */
export function startPulling(config: Config, realms: Realms): RunningPull {
  const place = { ...openingSettingsOf(config), realms, turns: new OpeningTurns() }
  const pulls = [...startQueues(config, place), ...startInvestigations(config, place)]
  return { stop: async () => void (await Promise.all(pulls.map((pull) => pull.stop()))) }
}

function startQueues(config: Config, place: OpeningPlace): RunningPull[] {
  const { engine, systemLog } = place.realms.home
  const notes = new DroppedNotes(systemLog, engine.clock)
  return (config.sources.sqs?.queues ?? []).map((configured) => {
    const opened = openQueue(configured, config.accounts)
    const { source, concurrency } = configured
    engine.log.info('Reading a queue.', { queue: opened.name, source })
    return closing(readQueue(opened, { ...place, source, concurrency, notes }), opened.queue)
  })
}

function startInvestigations(config: Config, place: OpeningPlace): RunningPull[] {
  const pull = config.sources.detective?.pull ?? null
  if (pull === null) return []
  const { home } = place.realms
  const { clock, log } = home.engine
  const everyMs = (pull.everyMinutes * MINUTE_MS) / timeScaleOf(config)
  const count = {
    finding: (outcome: string) => home.metrics.findingPulled({ source: 'detective', outcome }),
    round: (outcome: string) => home.metrics.pulledOnce({ from: 'detective', outcome }),
  }
  return detectives(config).map(({ name, inbox }) => {
    log.info('Pulling investigations of Detective.', { place: name, everyMinutes: pull.everyMinutes })
    const store = home.investigations
    return closing(pullInvestigations({ ...place, name, inbox, store, everyMs, clock, log, count }), inbox)
  })
}

/** Detective of every account that is served, once each, in every Region whose event history is read. */
function detectives(config: Config) {
  const own = servedAccounts(config).filter(({ forSamples }) => !forSamples)
  return own.flatMap(({ account }) => {
    const { id, partition, endpoint, lookupRegions } = account
    const { investigateRole, containRole } = connectionOf(account)
    const looking = investigateRole ?? containRole
    const connection = { partition, endpoint, ...(looking === undefined ? {} : { investigateRole: looking }) }
    return (lookupRegions ?? [homeRegion(partition)]).map((region) => ({
      name: `${id} ${region}`,
      inbox: connectInbox({ ...connection, region }),
    }))
  })
}

function closing(pull: RunningPull, connection: { close(): void }): RunningPull {
  const stop = async () => {
    await pull.stop()
    connection.close()
  }
  return { stop }
}
