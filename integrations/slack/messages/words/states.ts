/** A state as people say it, first in every title; what it means is said below it. */
const titles: Readonly<Record<string, string>> = {
  investigating: 'Investigating',
  unresolved: 'Principal not known, needs a person',
  unconfirmed: 'Finding not confirmed, needs a person',
  planning: 'Preparing the plan',
  awaitingApproval: 'Waiting for approval',
  blocking: 'Writing the block',
  verifying: 'Blocked, not proven yet',
  contained: 'Contained',
  tampered: 'Block tampered with, putting it back',
  awaitingWiderApproval: 'Blocked, a wider block is asked for',
  widening: 'Writing the wider block',
  awaitingRestoreApproval: 'Blocked, restore is asked for',
  restoring: 'Giving access back',
  restored: 'Access restored',
  refused: 'No block possible',
  denied: 'Block denied, access stays',
  heldDown: 'Not asked again: just restored',
  needsHuman: 'Needs a person',
  closed: 'Closed',
}

/** A state of an older or newer version is shown by its own name. */
export function stateTitle(state: string): string {
  return Object.hasOwn(titles, state) ? (titles[state] ?? state) : state
}
