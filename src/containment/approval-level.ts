import type { ApprovalLevel } from '../domain/plan.js'
import type { EntityDescription, ProtectionRules } from '../ports.js'

/**
 * How many people a question takes. A group takes one more than configured, since it denies everybody in it; so does an
 * entity with a tag that the configuration names. A tag never refuses anything: whoever holds a role may tag it. Never more
 * than can answer, or the question would wait for ever; that is then said.
 */
export function approvalLevel(
  entity: EntityDescription,
  rules: ProtectionRules,
  base: { readonly quorum: number; readonly approvers: number },
): ApprovalLevel {
  const reasons = [...groupReasons(entity), ...tagReasons(entity, rules)]
  const wanted = base.quorum + reasons.length
  const quorum = Math.max(base.quorum, Math.min(wanted, base.approvers))
  const capped = `That would take ${wanted} people; ${base.approvers} can answer, so ${quorum} are asked for.`
  return { quorum, raisedBecause: quorum === wanted ? reasons : [...reasons, capped] }
}

function groupReasons({ type, members }: EntityDescription): string[] {
  if (type !== 'group') return []
  const count = members?.length ?? 0
  return [`A group is blocked: each of its members (${count}) is denied.`]
}

/** Any number of such tags takes one more person. IAM's tag keys are the same in any case, their values are not. */
function tagReasons({ tags }: EntityDescription, { raisingTags }: ProtectionRules): string[] {
  const carried = tags
    .filter((tag) => raisingTags.some((rule) => isRaisedBy(tag, rule)))
    .map(({ key, value }) => (value === '' ? key : `${key}=${value}`))
    .sort()
  return carried.length === 0 ? [] : [`It is tagged ${carried.join(', ')}.`]
}

function isRaisedBy(tag: EntityDescription['tags'][number], rule: ProtectionRules['raisingTags'][number]): boolean {
  return tag.key.toLowerCase() === rule.key.toLowerCase() && (rule.value === null || rule.value === tag.value)
}
