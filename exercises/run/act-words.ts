import type { ExpectedAct } from '../schema/injects.js'

/** What people may be expected to do, in words: `did not ask for a restore`. */
export const actWords: Readonly<Record<ExpectedAct, string>> = {
  approve: 'approve',
  deny: 'deny',
  wait: 'wait',
  escalate: 'escalate',
  answer: 'answer',
  ask: 'ask about it',
  note: 'leave a note',
  askOwner: 'ask the owner',
  vouch: 'vouch for the finding',
  name: 'name the principal',
  scope: 'choose what is blocked',
  requestBlock: 'ask for a block',
  requestRestore: 'ask for a restore',
  retry: 'retry',
  close: 'close the incident',
  freeze: 'freeze',
  unfreeze: 'unfreeze',
}

/** The same as done: `Nobody asked for a restore`. */
export const pastWords: Readonly<Record<ExpectedAct, string>> = {
  approve: 'approved',
  deny: 'denied',
  wait: 'waited',
  escalate: 'escalated',
  answer: 'answered',
  ask: 'asked about it',
  note: 'left a note',
  askOwner: 'asked the owner',
  vouch: 'vouched for the finding',
  name: 'named the principal',
  scope: 'chose what is blocked',
  requestBlock: 'asked for a block',
  requestRestore: 'asked for a restore',
  retry: 'retried',
  close: 'closed the incident',
  freeze: 'froze',
  unfreeze: 'unfroze',
}
