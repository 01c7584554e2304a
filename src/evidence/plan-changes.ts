import type { Evidence } from '../domain/evidence.js'
import type { ContainPlan } from '../domain/plan.js'

/**
 * Why newer evidence would have people decide anew, in one sentence; null where the question stands. What counts is whom it is
 * about and what a block would not reach: somebody else is proposed, somebody under suspicion made a new user, role or key, opened one that was there, or
 * got into another role. More calls, addresses and sessions of the same are no news for the plan. `before` is null where the
 * question was asked without evidence.
 */
export function planChanges(before: Evidence | null, after: Evidence, plan: ContainPlan): string | null {
  const news = [...newlyProposed(before, after, plan), ...newSuspects(before, after), ...newRoles(before, after, plan)]
  return news.length === 0 ? null : `New since the question was asked: ${news.slice(0, MOST_NAMED).join('; ')}.`
}

const MOST_NAMED = 10

function newlyProposed(before: Evidence | null, after: Evidence, { entity }: ContainPlan): string[] {
  const known = new Set(before?.investigation?.proposed.map(({ key }) => key))
  return (after.investigation?.proposed ?? [])
    .filter(({ key, type, name }) => !known.has(key) && !(type === entity.type && name === entity.name))
    .map(({ type, arn, name }) => `the evidence proposes ${type} ${arn || name}`)
}

function newSuspects(before: Evidence | null, after: Evidence): string[] {
  const idOf = ({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`
  const known = new Set(before?.investigation?.suspects.map(idOf))
  return (after.investigation?.suspects ?? [])
    .filter((suspect) => !known.has(idOf(suspect)))
    .map(({ kind, name, by }) => {
      const { what, done } = changed[kind] ?? { what: kind, done: 'made' }
      return `${what} ${name}, ${done} by ${by}`
    })
}

/** What is no new thing: it was there before, and was changed. */
const changed: Readonly<Record<string, { readonly what: string; readonly done: string }>> = {
  trust: { what: 'trust of role', done: 'changed' },
  loginProfile: { what: 'password of user', done: 'set' },
  grant: { what: 'permission', done: 'given' },
  accessKey: { what: 'access key', done: 'made' },
}

/** Further credentials of a role that is on the plan already change nothing that anybody would do. */
function newRoles(before: Evidence | null, after: Evidence, { entity, impact }: ContainPlan): string[] {
  const known = new Set([
    entity.arn,
    ...impact.sessionsElsewhere.map(({ roleArn }) => roleArn),
    ...(before?.obtained.map(({ of }) => of) ?? []),
  ])
  const roles = after.obtained.map(({ of }) => of).filter((of) => of !== '' && !known.has(of))
  return [...new Set(roles)].map((role) => `credentials of ${role} were obtained`)
}
