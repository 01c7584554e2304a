import { dayOf } from '../../facts/event-time.js'
import type { ActorFacts, CallTally } from '../../facts/trail-facts.js'
import type { Sighting } from '../detection.js'
import type { PatternRule } from '../rule.js'
import type { Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'

/** Of 512 KiB each: what is read to try it out is less. */
const manyBlocks = 50
const daysOfBackups = 3

/**
 * A disk read block by block out of its snapshot: no machine, no copy and nothing shared, so nothing else shows it. Backup products
 * read so, too: night after night, and with a role of theirs. Told by counts, since reads of data are not kept whole. ATT&CK T1530.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-accessing-snapshot.html
 */
export const snapshotBlocksRead: PatternRule = {
  kind: 'pattern',
  id: 'ebs-snapshot-blocks-read',
  title: 'Disk read block by block out of its snapshot',
  technique: 'T1530',
  tactic: 'exfiltration',
  find: (trail) => trail.actorsInOrder().flatMap(([actorKey, facts]) => sightingOf(actorKey, facts, trail)),
}

function sightingOf(actorKey: string, facts: ActorFacts, trail: TrailView): Sighting[] {
  const [reads] = trail.talliesOf(facts, 'ebs', 'GetSnapshotBlock')
  if (reads === undefined || reads.ok < manyBlocks) return []
  const [severity, why] = gravityOf(facts, reads, trail)
  return [
    {
      actorKeys: [actorKey],
      severity,
      status: 'succeeded',
      what: `${reads.ok} blocks of snapshots read`,
      why: [why],
      marks: reads.eventIds,
    },
  ]
}

function gravityOf({ actor }: ActorFacts, reads: CallTally, trail: TrailView): readonly [Severity, string] {
  const before = trail.facts.baseline.actors.get(actor.key)?.byCall.get('ebs.amazonaws.com GetSnapshotBlock')
  if (before !== undefined && before.ok >= manyBlocks) return ['low', 'it did so before, as backups do']
  if (dayOf(reads.lastSeenMs) - dayOf(reads.firstSeenMs) >= daysOfBackups - 1) {
    return ['low', 'over several days, as backups are made']
  }
  return actor.type === 'role' ? ['medium', 'in one go'] : ['high', 'in one go, with a user’s own key']
}
