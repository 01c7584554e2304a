import { z } from 'zod'

const id = z.string().min(1).max(100)
const userId = z.string().regex(/^[UW][A-Z0-9]{2,40}$/)
const trigger = z.string().min(1).max(300)
const ts = z.string().regex(/^\d{1,16}\.\d{1,9}$/)
const channel = z.object({ id })

/** Of an organisation-wide installation `team` is null; the user's own workspace is meant then. */
const team = z.object({ id }).nullish()
const user = z.object({ id: userId, team_id: id.nullish() })

/**
 * https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, as far as it is read:
 * `{type: "block_actions", user: {id}, team: {id}, api_app_id, trigger_id, channel: {id}, message: {ts, thread_ts},
 * actions: [{action_id, value}]}`. A button of App Home has neither channel nor message.
 */
export const buttonSchema = z.object({
  type: z.literal('block_actions'),
  team,
  user,
  api_app_id: id,
  trigger_id: trigger,
  channel: channel.optional(),
  message: z.object({ ts, thread_ts: ts.optional() }).optional(),
  actions: z.tuple([z.object({ action_id: id, value: z.string().max(2_000).optional() })], z.unknown()),
})

/** What a field of a modal holds; those without either (nothing chosen) come as null. */
const fieldSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string().max(200) }).nullish(),
})

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export const submissionSchema = z.object({
  type: z.literal('view_submission'),
  team,
  user,
  api_app_id: id,
  trigger_id: trigger.optional(),
  view: z.object({
    id,
    hash: z.string().max(100).optional(),
    callback_id: id,
    private_metadata: z.string().max(3_000).default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), fieldSchema)) }).optional(),
  }),
})
export type Submission = z.infer<typeof submissionSchema>

/** https://docs.slack.dev/interactivity/implementing-slash-commands: a form, so every field is a text. */
export const commandSchema = z.object({
  command: id,
  text: z.string().max(8_000).default(''),
  team_id: id,
  user_id: userId,
  channel_id: id,
  api_app_id: id,
  trigger_id: trigger,
})

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload: it is not said to name the app. */
export const shortcutSchema = z.object({
  type: z.literal('message_action'),
  callback_id: id,
  team,
  user,
  api_app_id: id.optional(),
  trigger_id: trigger,
  channel,
  message: z.object({
    ts,
    thread_ts: ts.optional(),
    text: z.string().max(100_000).default(''),
    user: id.optional(),
    bot_id: id.optional(),
  }),
})

const envelope = {
  type: z.literal('event_callback'),
  team_id: id,
  api_app_id: id,
  event_id: id.optional(),
}

/** https://docs.slack.dev/reference/events/reaction_added: an item may be a file, which has no channel. */
export const reactionSchema = z.object({
  ...envelope,
  event: z.object({
    type: z.literal('reaction_added'),
    user: userId,
    reaction: z.string().max(200),
    item: z.union([z.object({ type: z.literal('message'), channel: id, ts }), z.object({ type: z.string() })]),
    item_user: id.nullish(),
    event_ts: ts.optional(),
  }),
})

/** https://docs.slack.dev/reference/events/app_home_opened */
export const homeOpenedSchema = z.object({
  ...envelope,
  event: z.object({
    type: z.literal('app_home_opened'),
    user: userId,
    tab: z.string().max(40).optional(),
    event_ts: ts.optional(),
  }),
})
