import { dedupKey, type Finding, feedOf } from '../domain/finding.js'

/** One update of a finding, with every feed that brought it, in the order in which they came. */
export type ReportedFinding = Finding & { readonly feeds: readonly string[] }

/** Each update of a finding once, whoever brought it. */
export function reportedFindings(findings: readonly Finding[]): ReportedFinding[] {
  const updates = new Map<string, { readonly finding: Finding; readonly feeds: Set<string> }>()
  for (const finding of findings) {
    const key = dedupKey(finding)
    const update = updates.get(key) ?? { finding, feeds: new Set() }
    update.feeds.add(feedOf(finding))
    updates.set(key, update)
  }
  return [...updates.values()].map(({ finding, feeds }) => ({ ...finding, feeds: [...feeds] }))
}
