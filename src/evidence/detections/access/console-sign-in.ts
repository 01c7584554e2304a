import type { Act } from '../act.js'
import type { Sighting } from '../detection.js'
import { textAt } from '../request-values.js'
import type { ActRule, PatternRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { isConsoleAgent } from '../user-agents.js'

/**
 * A user signed in to the console with a password alone: many accounts ask for no more, so it weighs by where from and what with. For federated sign-ins the record cannot know: the provider asked, or did not.
 * ATT&CK T1078.004. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export const consoleWithoutMfa: ActRule = {
  kind: 'acts',
  id: 'console-sign-in-without-mfa',
  title: 'Console sign-in without MFA',
  technique: 'T1078.004',
  tactic: 'initial-access',
  calls: { signin: 'ConsoleLogin' },
  judge: (act, trail) => {
    if (act.outcome !== 'ok' || act.event.actor.mfa !== false) return null
    const { type, name, arn } = act.actor
    if (type !== 'user' && type !== 'root') return null
    const { sourceIp } = act.event
    const isNewPlace =
      trail.hasBaseline &&
      sourceIp !== undefined &&
      trail.facts.baseline.actors.get(act.actor.key)?.byIp.has(sourceIp) !== true
    const isProgram = !isConsoleAgent(act.event.userAgent ?? 'Mozilla/')
    const why = [
      ...(isNewPlace ? [`from ${sourceIp}, not used before`] : []),
      ...(isProgram ? ['by a program, not by a browser'] : []),
    ]
    const severity = type === 'root' ? 'high' : isNewPlace || isProgram ? 'medium' : 'low'
    return { severity: isNewPlace && isProgram ? 'high' : severity, what: `${arn || name} signed in`, why }
  },
}

const manyFailures = 5

/** Passwords tried; a success after them is a guess that was right. ATT&CK T1110. */
export const passwordsGuessed: PatternRule = {
  kind: 'pattern',
  id: 'console-sign-in-guessed',
  title: 'Console sign-in failed again and again',
  technique: 'T1110',
  tactic: 'credential-access',
  find: (trail) => {
    const signIns = trail.actsNamed('signin', 'ConsoleLogin')
    const byPlace = new Map<string, Act[]>()
    for (const act of signIns) {
      const place = act.event.sourceIp ?? ''
      byPlace.set(place, [...(byPlace.get(place) ?? []), act])
    }
    return [...byPlace].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([place, acts]) => guessesAt(place, acts, trail))
  },
}

function guessesAt(place: string, acts: readonly Act[], trail: TrailView): Sighting[] {
  const failed = acts.filter(({ outcome }) => outcome !== 'ok')
  const last = failed[failed.length - 1]
  if (failed.length < manyFailures || last === undefined) return []
  const right = acts.filter(({ outcome, mark }) => outcome === 'ok' && mark.atMs >= last.mark.atMs)
  const whose = [...failed, ...right].map(({ actor }) => actor).filter(({ type }) => type !== 'unknown')
  const actorKeys = right.length > 0 ? right.map(({ actor }) => actor.key) : whose.map(({ key }) => key)
  return [
    {
      actorKeys: actorKeys.filter((key) => trail.actor(key) !== null),
      severity: right.length > 0 ? 'high' : 'medium',
      status: right.length > 0 ? 'succeeded' : 'attempted',
      what: `${failed.length} failed sign-ins from ${place || 'an unknown address'}`,
      why: right.length > 0 ? ['then one that succeeded'] : [],
      marks: [...failed, ...right].map(({ mark }) => mark),
    },
  ]
}

/** The password of root asked for anew, or changed. ATT&CK T1078.004. */
export const rootRecovered: ActRule = {
  kind: 'acts',
  id: 'root-password-recovery',
  title: 'Password of root recovered or changed',
  technique: 'T1078.004',
  tactic: 'initial-access',
  calls: { signin: 'PasswordRecoveryRequested PasswordRecoveryCompleted PasswordUpdated EmailUpdated' },
  judge: (act) => {
    const isRequest = act.name === 'PasswordRecoveryRequested'
    return { severity: isRequest ? 'medium' : 'high', what: `${act.name} ${textAt(act.request, 'email') ?? ''}`.trim() }
  },
}
