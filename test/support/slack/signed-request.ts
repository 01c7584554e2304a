import { createHmac } from 'node:crypto'

/** What the sender of a request is, unless the test says otherwise. */
export interface SlackSender {
  readonly teamId: string
  readonly appId: string
  readonly userId: string
  readonly channel: string
}

export const aSender: SlackSender = { teamId: 'T0TEAM', appId: 'A0APP', userId: 'U0ANA', channel: 'C0SECURITY' }

let lastTrigger = 0
/** Slack gives each interaction one of its own. */
export function aTrigger(): string {
  lastTrigger += 1
  return `${lastTrigger}.trigger.${process.pid}`
}

/** What Slack posts when a button is pressed; of App Home there is no channel. */
export function aPress(actionId: string, value: string | undefined, changes: PressChanges = {}) {
  const { sender = aSender, channel = sender.channel, message = { ts: '1767225600.000100' }, ...rest } = changes
  return {
    type: 'block_actions',
    user: { id: sender.userId, username: 'somebody', name: 'somebody', team_id: sender.teamId },
    api_app_id: sender.appId,
    token: 'not-looked-at',
    container: { type: 'message', is_ephemeral: false },
    trigger_id: aTrigger(),
    team: { id: sender.teamId, domain: 'example' },
    enterprise: null,
    is_enterprise_install: false,
    ...(channel === null ? {} : { channel: { id: channel, name: 'security' }, message }),
    actions: [
      {
        action_id: actionId,
        block_id: 'b1',
        type: 'button',
        action_ts: '1767225601.1',
        ...(value === undefined ? {} : { value }),
      },
    ],
    ...rest,
  }
}
interface PressChanges {
  readonly sender?: SlackSender
  readonly channel?: string | null
  readonly message?: { readonly ts: string; readonly thread_ts?: string }
  readonly trigger_id?: string
}

let lastView = 0
/** What Slack posts when a modal is sent; fields by `action_id`, each in a block of its own. */
export function aSubmission(
  view: { readonly callback_id?: string | undefined; readonly private_metadata?: string | undefined },
  fields: Readonly<Record<string, string | null | { readonly chosen: string }>>,
  changes: { readonly sender?: SlackSender; readonly viewId?: string } = {},
) {
  const { sender = aSender } = changes
  lastView += 1
  const values = Object.fromEntries(
    Object.entries(fields).map(([action, field], index) => [
      `block_${index}`,
      {
        [action]:
          field !== null && typeof field === 'object'
            ? {
                type: 'static_select',
                selected_option: { value: field.chosen, text: { type: 'plain_text', text: 'x' } },
              }
            : { type: 'plain_text_input', value: field },
      },
    ]),
  )
  return {
    type: 'view_submission',
    team: { id: sender.teamId, domain: 'example' },
    user: { id: sender.userId, username: 'somebody', name: 'somebody', team_id: sender.teamId },
    api_app_id: sender.appId,
    token: 'not-looked-at',
    trigger_id: aTrigger(),
    view: {
      id: changes.viewId ?? `V${lastView}`,
      type: 'modal',
      callback_id: view.callback_id,
      private_metadata: view.private_metadata ?? '',
      hash: '1767225602.abc',
      state: { values },
      blocks: [],
    },
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  }
}

export function aCommand(text: string, changes: { readonly sender?: SlackSender; readonly command?: string } = {}) {
  const { sender = aSender, command = '/tourniquet' } = changes
  return {
    token: 'not-looked-at',
    team_id: sender.teamId,
    team_domain: 'example',
    channel_id: sender.channel,
    channel_name: 'security',
    user_id: sender.userId,
    user_name: 'somebody',
    command,
    text,
    api_app_id: sender.appId,
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.example/commands/1',
    trigger_id: aTrigger(),
  }
}

export function aShortcut(
  message: { readonly ts?: string; readonly thread_ts?: string; readonly text?: string; readonly user?: string },
  changes: { readonly sender?: SlackSender; readonly callbackId?: string } = {},
) {
  const { sender = aSender, callbackId = 'tq_timeline_add' } = changes
  return {
    type: 'message_action',
    token: 'not-looked-at',
    action_ts: '1767225603.000300',
    team: { id: sender.teamId, domain: 'example' },
    user: { id: sender.userId, name: 'somebody', team_id: sender.teamId },
    channel: { id: sender.channel, name: 'security' },
    is_enterprise_install: false,
    enterprise: null,
    callback_id: callbackId,
    trigger_id: aTrigger(),
    response_url: 'https://hooks.slack.example/app/1',
    message_ts: message.ts ?? '1767225600.000200',
    message: { type: 'message', ts: '1767225600.000200', text: 'Look at this.', user: 'U0BEN', ...message },
  }
}

let lastEvent = 0
export function anEvent(
  event: { readonly type: string; readonly [field: string]: unknown },
  changes: { readonly sender?: SlackSender } = {},
) {
  const { sender = aSender } = changes
  lastEvent += 1
  return {
    token: 'not-looked-at',
    team_id: sender.teamId,
    api_app_id: sender.appId,
    type: 'event_callback',
    event_id: `Ev${lastEvent}`,
    event_time: 1_767_225_604,
    authorizations: [
      { enterprise_id: null, team_id: sender.teamId, user_id: 'U0BOT', is_bot: true, is_enterprise_install: false },
    ],
    event,
  }
}

export function aReaction(ts: string, changes: { readonly sender?: SlackSender; readonly reaction?: string } = {}) {
  const { sender = aSender, reaction = 'pushpin' } = changes
  lastEvent += 1
  const item = { type: 'message', channel: sender.channel, ts }
  const event = {
    type: 'reaction_added',
    user: sender.userId,
    reaction,
    item,
    item_user: 'U0BEN',
    event_ts: `${lastEvent}.1`,
  }
  return anEvent(event, { sender })
}

export interface SlackRequest {
  readonly headers: Record<string, string>
  readonly body: string
}

interface Signing {
  readonly signingSecret: string
  /** Seconds since 1970; now if not given. */
  readonly atSeconds?: number
}

/** As Slack sends it: events and verification as JSON, commands as a form, all else as a form with JSON in `payload`. */
export function signedRequest(payload: object, signing: Signing): SlackRequest {
  if ('command' in payload) return signedBody(formOf(payload), 'form', signing)
  const type = 'type' in payload ? payload.type : undefined
  if (type === 'event_callback' || type === 'url_verification')
    return signedBody(JSON.stringify(payload), 'json', signing)
  return signedBody(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), 'form', signing)
}

export function signedBody(body: string, as: 'form' | 'json', { signingSecret, atSeconds }: Signing): SlackRequest {
  const timestamp = String(atSeconds ?? Math.floor(Date.now() / 1_000))
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
  const contentType = as === 'json' ? 'application/json' : 'application/x-www-form-urlencoded'
  return {
    headers: { 'content-type': contentType, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature },
    body,
  }
}

export interface SlackAnswer {
  readonly status: number
  /** What Slack would show; '' where there is nothing. */
  readonly text: string
  readonly tookMs: number
}

/** Posts it to a server's `/slack/events`. */
export async function postToSlackRoute(url: string, { headers, body }: SlackRequest): Promise<SlackAnswer> {
  const since = performance.now()
  const response = await fetch(`${url}/slack/events`, { method: 'POST', headers, body })
  const text = await response.text()
  return { status: response.status, text, tookMs: performance.now() - since }
}

function formOf(fields: object): string {
  return new URLSearchParams(
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])),
  ).toString()
}
