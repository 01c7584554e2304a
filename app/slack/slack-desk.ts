import type { SlackApi } from '../../integrations/slack/slack-api.js'
import type { DeskAnswer, SlackActor, SlackDesk } from '../../integrations/slack/slack-desk.js'
import { blockInSlack } from './block-in-slack.js'
import { decideInSlack } from './decide-in-slack.js'
import { type DeskSettings, noteClick, refused } from './desk-settings.js'
import { exerciseInSlack } from './exercise-in-slack.js'
import { aboutInSlack, listInSlack, showInSlack, statusInSlack } from './look-in-slack.js'
import { nameInSlack } from './name-in-slack.js'
import { noteInSlack } from './note-in-slack.js'
import { askOwnerInSlack, type OwnerTools, ownerAnsweredInSlack } from './owner-in-slack.js'
import { requestInSlack } from './request-in-slack.js'

/** What Slack asks, led to the use cases that API and command line call. */
export function slackDesk(settings: DeskSettings, api: SlackApi, tools: OwnerTools): SlackDesk {
  return {
    decide: (who, click, reason) =>
      unhindered(settings, who, click.decision, () => decideInSlack(settings, who, click, reason)),
    refuseClick: async (who, why) => {
      noteClick(settings, who, why)
      return refused('This click does not count here, and nothing was changed. It is on the record.')
    },
    requestRestore: (who, { restoreAs, ...wish }) =>
      unhindered(settings, who, 'requestRestore', () =>
        requestInSlack(settings, who, { ...wish, wish: { ask: 'restore', restoreAs } }),
      ),
    request: (who, { ask, ...wish }) =>
      unhindered(settings, who, ask, () =>
        requestInSlack(settings, who, { ...wish, wish: ask === 'widen' ? { ask: 'scope', scope: 'role' } : { ask } }),
      ),
    namePrincipal: (who, wish) => unhindered(settings, who, 'name', () => nameInSlack(settings, who, wish)),
    about: (who, incidentId) => aboutInSlack(settings, who, incidentId),
    requestBlock: (who, wish) => unhindered(settings, who, 'requestBlock', () => blockInSlack(settings, who, wish)),
    askOwner: (who, incidentId) =>
      unhindered(settings, who, 'askOwner', () => askOwnerInSlack(settings, tools, who, incidentId)),
    ownerAnswered: (who, answer) => ownerAnsweredInSlack(settings, who, answer),
    addNote: (who, note) => noteInSlack(settings, api, who, note),
    status: (who) => statusInSlack(settings, who),
    list: (who) => listInSlack(settings, api, who),
    show: (who, incidentId) => showInSlack(settings, who, incidentId),
    exercise: (who) => exerciseInSlack(settings, who),
    exerciseForm: async (who, wish) => settings.exercise?.exerciseForm(who, wish) ?? noExercise,
    exerciseSent: async (who, sent) => settings.exercise?.exerciseSent(who, sent) ?? noExercise,
    exerciseEnd: async (who, reason) => settings.exercise?.exerciseEnd(who, reason) ?? noExercise,
  }
}

const noExercise = refused('No exercise is played here now. `/tourniquet exercise` tells how one is.')

/** In an exercise people may be away, or the chat down, by its own faults: then nobody acts by a click. */
async function unhindered(
  { exercise }: DeskSettings,
  who: SlackActor,
  attempted: string,
  act: () => Promise<DeskAnswer>,
): Promise<DeskAnswer> {
  const hindrance = exercise?.hindrance(who, attempted) ?? null
  return hindrance === null ? await act() : refused(hindrance)
}
