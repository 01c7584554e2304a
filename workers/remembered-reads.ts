import type { RolesAnywhereReads } from '../src/ports.js'
import type { EntityReads } from './describe-entity.js'

/**
 * The same reads, of which Roles Anywhere's are asked once for one look: AWS answers one request a second for all profiles of an
 * account and Region, and one for all trust anchors, to everybody there together.
 */
export function rememberedReads({ iam, rolesAnywhere }: EntityReads): EntityReads {
  const regions = new Map<string, RolesAnywhereReads>()
  return {
    iam,
    rolesAnywhere: (region) => {
      const known = regions.get(region) ?? remembering(rolesAnywhere(region))
      regions.set(region, known)
      return known
    },
  }
}

function remembering(reads: RolesAnywhereReads): RolesAnywhereReads {
  const profile = onceEach((id: string) => reads.profile(id))
  const tagsOf = onceEach((arn: string) => reads.tagsOf(arn))
  const trustAnchors = onceEach((_all: 'all') => reads.trustAnchors())
  return {
    profile,
    profiles: () => reads.profiles(),
    // One page holds hundreds; each by itself would take a second.
    trustAnchor: async (id) => (await trustAnchors('all')).find(({ trustAnchorId }) => trustAnchorId === id) ?? null,
    trustAnchors: () => trustAnchors('all'),
    subjects: () => reads.subjects(),
    tagsOf,
  }
}

function onceEach<Key, Answer>(read: (key: Key) => Promise<Answer>): (key: Key) => Promise<Answer> {
  const answers = new Map<Key, Promise<Answer>>()
  return (key) => {
    const known = answers.get(key) ?? read(key)
    answers.set(key, known)
    return known
  }
}
