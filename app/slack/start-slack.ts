import { randomBytes } from 'node:crypto'
import { endsWithin } from '../../integrations/queue/ends-within.js'
import { createSlackApp, type SlackApp } from '../../integrations/slack/bolt/slack-app.js'
import type { SlackMode } from '../../integrations/slack/bolt/slack-app-settings.js'
import { clickKey } from '../../integrations/slack/click/click-key.js'
import { type ClickSigner, clickSigner } from '../../integrations/slack/click/click-signer.js'
import { postsOf } from '../../integrations/slack/messages/posts-of.js'
import { slackBuilders } from '../../integrations/slack/messages/slack-builders.js'
import type { SlackApi } from '../../integrations/slack/slack-api.js'
import { type SlackBoard, startSlackBoard } from '../../integrations/slack/view/slack-board.js'
import { slackPace } from '../../integrations/slack/view/slack-pace.js'
import { type SlackView, startSlackView } from '../../integrations/slack/view/slack-view.js'
import { environmentTransport, type SlackTransport } from '../../integrations/slack/web/environment-transport.js'
import { slackOutage } from '../../integrations/slack/web/slack-outage.js'
import { slackWebApi } from '../../integrations/slack/web/slack-web-api.js'
import type { Log } from '../../src/engine/engine.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import type { Clock } from '../../src/ports.js'
import type { OpeningSettings } from '../opening.js'
import type { Realms } from '../realms.js'
import type { SlackDoor } from '../server/create-server.js'
import { FailureCap } from '../server/failure-cap.js'
import { RejectionNotes } from '../server/rejection-notes.js'
import { registerSlackRoutes, type SlackRouteSettings } from '../server/slack-routes.js'
import type { SlackConfig } from '../slack-config.js'
import type { ShownPlace } from './desk-settings.js'
import type { ExerciseInPlay } from './exercise-in-play.js'
import { type CardSettings, loadCard } from './load-card.js'
import { slackDesk } from './slack-desk.js'
import { SlackOwners } from './slack-owners.js'
import { SlackPeople } from './slack-people.js'
import { type SlackPlace, slackPlaces } from './slack-places.js'

const STOP_MS = 4_000

export interface SlackSettings {
  readonly slack: SlackConfig
  readonly realms: Realms
  readonly rules: ApprovalRules
  /** Slack ids by name in the configuration. */
  readonly slackIds: ReadonlyMap<string, string>
  /** Channels of single accounts, by account id. */
  readonly channelOfAccount: ReadonlyMap<string, string>
  /** What an incident that is opened by hand starts with. */
  readonly opening: OpeningSettings
  /** The exercise that is played in this process. */
  readonly exercise?: ExerciseInPlay
  readonly clock: Clock
  readonly log: Log
}

/** Slack as one process takes part in it. */
export interface RunningSlack {
  readonly views: readonly SlackView[]
  /** The realms that have a channel, for /metrics. */
  readonly shown: readonly ShownPlace[]
  /** null: this process shows incidents and takes no clicks. */
  readonly app: SlackApp | null
  /** What Slack posts to, for the web server; null in Socket Mode. */
  readonly door: SlackDoor | null
  /** Messages that are about no incident, at the pace of all others; it ends with the rest. */
  board(channel: string): SlackBoard
  stop(): Promise<void>
}

/** Which parts of Slack a process runs: views go with the workers, clicks with the web server. */
export interface SlackRole {
  readonly shows: boolean
  readonly listens: boolean
}

/** Connects every realm that has a channel. Waits for nothing: Slack may be away for as long as it likes. */
export function startSlack(settings: SlackSettings, role: SlackRole): RunningSlack {
  const { slack, realms, channelOfAccount, clock } = settings
  const transport = environmentTransport(process.env)
  const way = transport === null ? {} : { fetch: transport.fetch }
  const api = slackWebApi({ token: slack.botToken, apiUrl: slack.apiUrl, ...way })
  const signer = clickSigner(clickKey(slack.botToken), clock)
  const cards = cardSettings(settings, api)
  const pace = slackPace(clock)
  const places = slackPlaces(realms, slack, channelOfAccount).map((place) => {
    const view = role.shows ? showRealm({ ...place, settings, api: shownBy(api, settings), signer, cards, pace }) : null
    const nudge = () => view?.nudge()
    place.runtime.whenRecorded(nudge)
    return { ...place, posts: place.runtime.chatPosts, nudge, view }
  })
  const views = places.flatMap(({ view }) => view ?? [])
  // Two, so that whoever floods the door from outside cannot crowd the refused clicks of members out of the record.
  const atDoor = rejectionNotes(settings)
  const notes = rejectionNotes(settings)
  const listening = role.listens ? listen(settings, { api, signer, cards, places, notes, transport }) : null
  listening?.start()
  const boards: SlackBoard[] = []
  return {
    views,
    shown: places,
    app: listening,
    door: doorOf(listening, atDoor, clock),
    board: (channel) => {
      const board = startSlackBoard({ api, channel, pace, clock, log: settings.log })
      boards.push(board)
      return board
    },
    stop: async () => {
      // What is under way may wait for a database or a Slack that hangs; the process ends all the same.
      const running = [...views, ...boards]
      await endsWithin(Promise.all([listening?.stop(), ...running.map((each) => each.stop())]), STOP_MS)
      await endsWithin(Promise.all([atDoor.close(), notes.close()]), STOP_MS)
      await transport?.close()
    },
  }
}

/** The product's own messages are those that an exercise takes away when its chat is down. */
function shownBy(api: SlackApi, { exercise }: SlackSettings): SlackApi {
  return exercise === undefined ? api : slackOutage(api, () => exercise.isDown())
}

function doorOf(app: SlackApp | null, notes: RejectionNotes, clock: Clock): SlackDoor | null {
  const requests = app?.requests ?? null
  if (requests === null) return null
  const note: SlackRouteSettings['note'] = (refusal) => notes.note({ source: 'slack', ...refusal })
  return { register: (server) => registerSlackRoutes(server, requests, { failures: new FailureCap(clock), note }) }
}

function cardSettings({ slack, rules, slackIds, exercise, clock, log }: SlackSettings, api: SlackApi): CardSettings {
  const owners = exercise?.owners ?? new SlackOwners({ api, owners: slack.owners, teamId: slack.teamId, clock, log })
  return { rules, slackIds, owners, consoleUrl: slack.consoleUrl }
}

function rejectionNotes({ realms, log, clock }: SlackSettings): RejectionNotes {
  return new RejectionNotes({ systemLog: realms.home.systemLog, clock, log })
}

function showRealm(
  parts: SlackPlace & {
    readonly settings: SlackSettings
    readonly api: SlackApi
    readonly signer: ClickSigner
    readonly cards: CardSettings
    readonly pace: ReturnType<typeof slackPace>
  },
): SlackView {
  const { runtime, channel, settings, api, signer, cards, pace } = parts
  return startSlackView({
    store: runtime.chatPosts,
    api,
    loadCard: (incidentId) => loadCard(runtime, incidentId, cards),
    postsOf,
    sign: signer.sign,
    channel,
    clock: settings.clock,
    holder: `slack_${randomBytes(8).toString('hex')}`,
    log: runtime.engine.log,
    pace,
  })
}

function listen(
  { slack, realms, rules, slackIds, opening, exercise, clock, log }: SlackSettings,
  parts: {
    readonly api: SlackApi
    readonly signer: ClickSigner
    readonly cards: CardSettings
    readonly places: readonly ShownPlace[]
    readonly notes: RejectionNotes
    readonly transport: SlackTransport | null
  },
): SlackApp {
  const { api, signer, cards, places, notes, transport } = parts
  const { approverGroup } = slack
  const people = new SlackPeople({ api, rules, slackIds, approverGroup, clock, log })
  const desk = slackDesk({ realms, rules, people, places, cards, notes, opening, exercise: exercise ?? null }, api, {
    api,
    signOwner: signer.signOwner,
    clock,
  })
  return createSlackApp({
    mode: modeOf(slack, transport),
    teamId: slack.teamId,
    appId: slack.appId,
    channels: [...new Set(places.map(({ channel }) => channel))],
    noteReaction: slack.noteReaction,
    desk,
    api,
    signer,
    builders: slackBuilders,
    clock,
    log,
  })
}

function modeOf({ appToken, signingSecret, apiUrl }: SlackConfig, transport: SlackTransport | null): SlackMode {
  const way = transport === null ? {} : { dispatcher: transport.dispatcher }
  if (appToken !== null) return { kind: 'socket', appToken, apiUrl, ...way }
  if (signingSecret !== null) return { kind: 'http', signingSecret }
  throw new TypeError('Slack is configured with neither an app-level token nor a signing secret.')
}
