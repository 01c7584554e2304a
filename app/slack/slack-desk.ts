import type { SlackApi } from '../../integrations/slack/slack-api.js'
import type { SlackDesk } from '../../integrations/slack/slack-desk.js'
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
    decide: (who, click, reason) => decideInSlack(settings, who, click, reason),
    refuseClick: async (who, why) => {
      noteClick(settings, who, why)
      return refused('This click does not count here, and nothing was changed. It is on the record.')
    },
    requestRestore: (who, { restoreAs, ...wish }) =>
      requestInSlack(settings, who, { ...wish, wish: { ask: 'restore', restoreAs } }),
    request: (who, { ask, ...wish }) => requestInSlack(settings, who, { ...wish, wish: { ask } }),
    namePrincipal: (who, wish) => nameInSlack(settings, who, wish),
    about: (who, incidentId) => aboutInSlack(settings, who, incidentId),
    requestBlock: (who, wish) => blockInSlack(settings, who, wish),
    askOwner: (who, incidentId) => askOwnerInSlack(settings, tools, who, incidentId),
    ownerAnswered: (who, answer) => ownerAnsweredInSlack(settings, who, answer),
    addNote: (who, note) => noteInSlack(settings, api, who, note),
    exercise: (who) => exerciseInSlack(settings, who),
    status: (who) => statusInSlack(settings, who),
    list: (who) => listInSlack(settings, api, who),
    show: (who, incidentId) => showInSlack(settings, who, incidentId),
  }
}
