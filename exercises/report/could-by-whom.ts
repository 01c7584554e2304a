/** What could still be done under one name. */
export interface CouldStill {
  readonly by: string
  readonly actions: readonly string[]
}

/** Sorts `s3:GetObject as user/ana` by who; whoever can do most comes first. What names nobody stands under ''. */
export function couldByWhom(couldStill: readonly string[]): CouldStill[] {
  const sorted = new Map<string, string[]>()
  for (const text of couldStill) {
    const at = text.indexOf(' as ')
    const [action, by] = at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 4)]
    sorted.set(by, [...(sorted.get(by) ?? []), action])
  }
  return [...sorted]
    .map(([by, actions]) => ({ by, actions }))
    .toSorted((one, other) => other.actions.length - one.actions.length)
}
