import type { Path } from './problem.js'

const A_DURATION = 'Write a duration: `90s`, `15m`, `1h30m` or `PT15M`.'
const A_SENTENCE = 'Write a sentence.'
const A_ROLE = 'Name roles of this exercise by their id.'

/** How a value of a key is written, with an example. By the last name of its path. */
const byKey: Readonly<Record<string, string>> = {
  apiVersion: 'Write `apiVersion: tourniquet.exercise/v1`.',
  id: 'Write a short name: `I1`, `stop-in-time`.',
  title: 'Write a few words: `title: A key for sale`.',
  summary: A_SENTENCE,
  text: A_SENTENCE,
  does: 'Say what they do.',
  name: 'Write a name: `name: Kim, on call`.',
  reason: 'Write what the person would say: `reason: the key was never in the change calendar`.',
  minutes: 'Write how long it takes with people: `minutes: 30`.',
  seed: 'Write a whole number from 0 on: `seed: 42`.',
  timeScale: 'Write 1 for a real clock, 10 for ten times as fast, 0 for virtual time.',
  accountId: 'Write 12 digits in quotes: `accountId: "111122223333"`.',
  assumedBy:
    'Write the name of a role of the same account, an ARN, or who it was: `assumedBy: {user: ana}`; keys of it are `account`, `role`, `session`, `user` and `assumedBy`.',
  otherAccounts: 'Write more accounts as `account` is written: `otherAccounts: [{accountId: "444455556666"}]`.',
  about: 'Write whom it is about: `about: {history: intruder}`, `about: {role: ci-deploy, session: build-4711}`.',
  profile: 'Write the name of a profile of Roles Anywhere: `profile: build agents`.',
  region: 'Write a region: `region: us-east-1`.',
  target:
    'Write a duration for a time (`15m`), a number for a count, true or false for pathAsExpected, approve or deny for decision.',
  technique: 'Write the id of an ATT&CK technique: `technique: T1078.004`.',
  sourceIp: 'Write an address: `sourceIp: 198.51.100.77`.',
  at: A_DURATION,
  delay: A_DURATION,
  within: A_DURATION,
  from: A_DURATION,
  until: A_DURATION,
  every: A_DURATION,
  expires: A_DURATION,
  maxDuration: A_DURATION,
  aftermath: A_DURATION,
  trailDelay: A_DURATION,
  enforcementDelay: A_DURATION,
  for: A_DURATION,
  by: 'Write who, as the key takes it: the id of a role, or of a history `by: {role: ci-deploy, session: build-4711}`.',
  to: A_ROLE,
  approvers: A_ROLE,
  escalateTo: A_ROLE,
  operators: A_ROLE,
  viewers: A_ROLE,
  who: A_ROLE,
  quorum: 'Write how many people it takes: `quorum: 2`.',
  keywords: 'Write words that a good answer holds: `keywords: [trust policy, resource polic*]`.',
  asking: 'Write words that bring it to light: `asking: [persist*, new user]`.',
  not: 'Write words that a good answer does not hold: `not: [nothing]`.',
  weight: 'Write how many points it is worth: `weight: 2`.',
  rubric: 'Write its points: `rubric: [{point: …, keywords: [...]}]`.',
  calls: 'Write API calls: `calls: [{service: s3, action: ListBuckets}]`.',
  service: 'Write the service as in an IAM action: `service: s3`.',
  action: 'Write the API action: `action: ListBuckets`.',
  parameters: 'Write what the call is given: `parameters: {bucketName: invoices}`.',
  operation: 'Write service and operation: `operation: iam:PutRolePolicy`.',
  payload: 'Write the JSON that the source sends, as YAML or JSON; or let `make: {about: …, type: …}` make it.',
  expectedPath: 'Write states of the playbook: `expectedPath: [investigating, planning, awaitingApproval, denied]`.',
  players: 'Write two scripts: `players: {good: [...], bad: [...]}`; both may be empty.',
  good: 'Write moves, or `good: []`.',
  bad: 'Write moves, or `bad: []`.',
  roles: 'Write who takes part: `roles: [{id: responder, name: Kim, does: looks at the evidence}]`.',
  objectives: 'Write what it is to show: `objectives: [{id: O1, text: …, metric: timeToContain, target: 15m}]`.',
  injects: 'Write what happens: `injects: [{id: I1, kind: chat, title: …, from: …, text: …, at: 2m}]`.',
  world: 'Write the account and who may approve: `world: {account: {...}, approvals: {...}}`.',
  approvals:
    'Write who may approve: `approvals: {contain: {approvers: [approver]}, restore: {approvers: [approver]}}`.',
  contain: 'Write who may approve a block: `contain: {approvers: [approver], quorum: 1}`.',
  restore: 'Write who may approve a restore: `restore: {approvers: [approver], quorum: 1}`.',
  expect: 'Write what people are to do: `expect: {does: [approve], by: approver, within: 5m}`.',
  manual: 'Write `manual: true`, or take it out.',
}

const ELSEWHERE = 'Correct it: docs/exercises.md explains every key, and `tourniquet exercise init` writes an example.'

/** What to do about a value that is not as it should be. */
export function hintFor(path: Path): string {
  const name = path.findLast((step) => typeof step === 'string')
  // `from` is a person in an inject, and a time in a history.
  if (name === 'from' && path[0] === 'injects') return 'Write who says it: `from: The release manager`.'
  if (name === 'reason' && path.includes('expect')) return 'Write how many characters it takes: `reason: 20`.'
  if (name === 'does' && path.includes('expect')) return 'Write what people are to do: `does: [approve, escalate]`.'
  return (typeof name === 'string' ? byKey[name] : undefined) ?? ELSEWHERE
}
