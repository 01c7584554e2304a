import type { DeskAnswer, SlackActor } from '../../integrations/slack/slack-desk.js'
import { hasVerb } from '../../src/incidents/authority.js'
import { type DeskSettings, done, refused } from './desk-settings.js'

/** How people practise. Nothing is started from here: an exercise has an account of its own, and so a process of its own. */
export async function exerciseInSlack({ rules, people, places }: DeskSettings, who: SlackActor): Promise<DeskAnswer> {
  if (!hasVerb(rules, people.nameOf(who), 'view')) return refused('Exercises are for the people of the configuration.')
  const exercise = places.find(({ runtime }) => runtime.tools.realm.kind === 'exercise')
  const channel = exercise?.channel ?? 'CHANNEL'
  return done(
    `Play one with \`npx tourniquet demo --slack ${channel} --approver ${who.userId}\`: a simulated account, the real playbook, and cards marked EXERCISE.${
      exercise === undefined
        ? ''
        : ' Sample findings of GuardDuty are taken as exercises, too, and shown in that channel.'
    }`,
  )
}
