import { doorIn } from '../src/containment/outside-doors.js'
import { AwsError } from '../src/domain/aws-error.js'
import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import { type DoorKind, isDoor } from '../src/domain/openings.js'
import type { Suspect } from '../src/domain/verdict.js'

/** Roles Anywhere answers one request a second: of many doors the first are looked at, the others stay suspect. */
const DOORS_READ = 5
/** A name alone is no id, and a name may look like one: nothing would be found under it, and the door be taken for gone. */
const doorId = /^(.*\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

type ReadDoor = (id: string) => Promise<{ readonly enabled: boolean } | null>
interface DoorReads {
  readonly profile: ReadDoor
  readonly trustAnchor: ReadDoor
}

export interface DoorTools {
  readonly aws: { readonly rolesAnywhere: (region: string) => DoorReads }
  readonly engine: { readonly log: { warn(text: string, fields: { readonly error: string }): void } }
}

/**
 * These suspects, without profiles and trust anchors of Roles Anywhere that are off by now, or gone: nobody comes in there, and one
 * that is turned on again is suspect at the next look. A door that cannot be read, or that no record places, stays suspect.
 */
export async function withoutClosedDoors(
  { aws, engine }: DoorTools,
  suspects: readonly Suspect[],
  events: readonly CloudTrailEvent[],
): Promise<Suspect[]> {
  const doors = suspects.filter(({ kind }) => isDoor(kind)).slice(0, DOORS_READ)
  const closed = new Set<Suspect>()
  for (const door of doors) {
    const region = events.find((event) => doorIn(event)?.name === door.name)?.region
    const [, named, id] = doorId.exec(door.name) ?? []
    if (region === undefined || id === undefined || !isDoor(door.kind)) continue
    try {
      const state = await stateOf(aws.rolesAnywhere(region), door.kind, id)
      if (state === 'off' || (state === 'gone' && named !== undefined)) closed.add(door)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      engine.log.warn('A way in by Roles Anywhere could not be read in this look: it stays suspect.', {
        error: error.message,
      })
    }
  }
  return suspects.filter((suspect) => !closed.has(suspect))
}

async function stateOf(anywhere: DoorReads, kind: DoorKind, id: string): Promise<'on' | 'off' | 'gone' | 'unread'> {
  if (kind === 'identityProvider') return 'unread'
  const found = kind === 'profile' ? await anywhere.profile(id) : await anywhere.trustAnchor(id)
  if (found === null) return 'gone'
  return found.enabled ? 'on' : 'off'
}
