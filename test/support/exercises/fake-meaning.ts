import type { Placeholder } from '../../../exercises/placeholders.js'

/** What a placeholder stands for on the fake stage; null: it has no such thing. */
export function fakeMeaning(
  placeholder: Placeholder,
  { accountId, region }: { readonly accountId: string; readonly region: string },
  nowMs: number,
): string | null {
  switch (placeholder.kind) {
    case 'account':
      return accountId
    case 'region':
      return region
    case 'now':
      return new Date(nowMs + placeholder.offsetMs).toISOString()
    case 'role':
    case 'user':
      return placeholder.of === 'arn' ? `arn:aws:iam::${accountId}:${placeholder.kind}/${placeholder.name}` : null
    default:
      return null
  }
}
