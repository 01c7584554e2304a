import type { ExerciseOverview } from '../../integrations/slack/exercise-desk.js'
import type { DeskAnswer, SlackActor } from '../../integrations/slack/slack-desk.js'
import { hasVerb } from '../../src/incidents/authority.js'
import type { PlayableScenario } from '../exercise/playable-scenarios.js'
import { type DeskSettings, refused } from './desk-settings.js'

/**
 * How the exercise goes that is played in this process; else what could be played. Nothing is started from here: an exercise has
 * an account and a database of its own, and so a process of its own.
 */
export async function exerciseInSlack(settings: DeskSettings, who: SlackActor): Promise<ExerciseOverview | DeskAnswer> {
  const { rules, people, places, exercise } = settings
  if (exercise !== null) return await exercise.exercise(who)
  if (!hasVerb(rules, people.nameOf(who), 'view')) return refused('Exercises are for the people of the configuration.')
  const place = places.find(({ runtime }) => runtime.tools.realm.kind === 'exercise')
  // What exercises are made of is much, and a server that plays none needs nothing of it.
  const { playableScenarios } = await import('../exercise/playable-scenarios.js')
  return overviewOf(playableScenarios(), place?.channel ?? null, who.userId)
}

function overviewOf(scenarios: readonly PlayableScenario[], channel: string | null, userId: string): ExerciseOverview {
  const [first] = scenarios
  const cast = first === undefined ? '' : ` --as ${first.role}=${userId}`
  const command = `npx tourniquet exercise run ${first?.id ?? 'EXERCISE'} --slack ${channel ?? 'CHANNEL'}${cast}`
  return {
    title: 'Exercises that could be played',
    lines: [
      ...scenarios.map(({ id, title, minutes }) => ({ words: `${title} (${minutes} minutes)`, code: id })),
      {
        words:
          'Started where Tourniquet is installed, with a simulated account of its own: the real playbook, and cards marked EXERCISE. One --as for each role that somebody plays; the script of the file plays the others.',
        code: command,
      },
      {
        words: 'A first look, without an exercise:',
        code: `npx tourniquet demo --slack ${channel ?? 'CHANNEL'} --approver ${userId}`,
      },
      ...(channel === null
        ? []
        : [
            {
              words: 'Sample findings of GuardDuty are taken as exercises, too, and shown in the channel of exercises.',
            },
          ]),
    ],
    run: null,
    forms: [],
  }
}
