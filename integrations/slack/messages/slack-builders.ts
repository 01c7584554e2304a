import type { SlackBuilders } from '../bolt/slack-builders.js'
import { decideModal } from './modals/decide-modal.js'
import { exerciseModal } from './modals/exercise-modal.js'
import { noteModal } from './modals/note-modal.js'
import { planModal } from './modals/plan-modal.js'
import { blockModal, nameModal, requestModal, restoreModal } from './modals/request-modals.js'
import { resultModal } from './modals/result-modal.js'
import { escapeMrkdwn } from './text/mrkdwn.js'
import { helpBlocks, listBlocks, showBlocks, statusBlocks } from './views/command-blocks.js'
import { exerciseBlocks } from './views/exercise-blocks.js'
import { homeView } from './views/home-view.js'

/** What the listeners show, all of it within Slack's limits. */
export const slackBuilders: SlackBuilders = {
  decideModal,
  planModal,
  restoreModal,
  requestModal,
  nameModal,
  blockModal,
  noteModal,
  resultModal,
  homeView,
  helpBlocks,
  listBlocks,
  statusBlocks,
  showBlocks,
  exerciseModal,
  exerciseBlocks,
  escape: escapeMrkdwn,
}
