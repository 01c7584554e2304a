import type { PreImage } from '../src/containment/pre-image.js'
import { newcomersBefore } from '../src/containment/suspects.js'
import { AwsError } from '../src/domain/aws-error.js'
import { ifReadable } from './read-entity.js'
import type { IncidentTools } from './worker-tools.js'

/** What a plan tells people of what a block touches, beside the entity itself. */
export interface ImpactReadings {
  readonly instanceProfiles: readonly string[]
  readonly keyLastUsed: Readonly<Record<string, string | null>>
  readonly newcomers: readonly string[]
  /** What could not be read, in sentences. */
  readonly unread: readonly string[]
}

/** What only tells people how much a block touches: where it cannot be read the plan says so, and is made all the same. */
export async function readImpact(tools: IncidentTools, preImage: PreImage): Promise<ImpactReadings> {
  const [profiles, keys, newcomers] = await Promise.all([
    readInstanceProfiles(tools, preImage),
    readKeyUses(tools, preImage),
    readNewcomers(tools, preImage),
  ])
  return {
    instanceProfiles: profiles.value ?? [],
    keyLastUsed: Object.fromEntries(keys.map(({ accessKeyId, use }) => [accessKeyId, use.value])),
    newcomers: newcomers.value ?? [],
    unread: [
      ...(profiles.why === null ? [] : [`Instance profiles could not be read: ${profiles.why}`]),
      ...keys.flatMap(({ accessKeyId, use }) =>
        use.why === null ? [] : [`When ${accessKeyId} was last used could not be read: ${use.why}`],
      ),
      ...(newcomers.why === null ? [] : [`What is new in the account could not be read: ${newcomers.why}`]),
    ],
  }
}

function readInstanceProfiles({ aws }: IncidentTools, { entity }: PreImage) {
  return entity.type === 'role' ? ifReadable(aws.iam.listInstanceProfiles(entity.name)) : { value: [], why: null }
}

function readKeyUses({ aws }: IncidentTools, { accessKeys }: PreImage) {
  return Promise.all(
    (accessKeys ?? []).map(async ({ accessKeyId }) => ({
      accessKeyId,
      use: await ifReadable(aws.iam.accessKeyLastUsedAt(accessKeyId)),
    })),
  )
}

/** The plan never waits for an enumeration of the whole account: one that is throttled is left out, and that is said. */
async function readNewcomers({ aws, rules }: IncidentTools, { entity, takenAt }: PreImage) {
  try {
    const inventory = await aws.iam.inventory()
    return { value: newcomersBefore(takenAt, { inventory, entity, lookbackMs: rules.suspectLookbackMs }), why: null }
  } catch (error) {
    if (error instanceof AwsError) return { value: null, why: error.message }
    throw error
  }
}
