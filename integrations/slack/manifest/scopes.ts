/**
 * Every method of Slack's Web API that is called, with the scopes that a bot token needs for it
 * (https://docs.slack.dev/reference/methods). A test compares it with the calls in the code, both ways.
 */
export const methodScopes = {
  'auth.test': [],
  /** Which app the token is of, where `auth.test` does not say. */
  'bots.info': ['users:read'],
  /** The permalink of a message: Slack asks for no scope. */
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  /** Whether the bot is in its channel, and whether guests or another company could read there: public and private ones. */
  'conversations.info': ['channels:read', 'groups:read'],
  /** "Was this you?", and answers to whoever is in no channel. */
  'conversations.open': ['im:write'],
  /**
   * Whether whoever decides is in `slack.approverGroup`. A manifest is fixed when the app is made, so the scope is there
   * without a group as well: a group that is configured later must not stop every approval until somebody installs anew.
   */
  'usergroups.users.list': ['usergroups:read'],
  /** Deactivated members and bots do not decide; the address tells who is accused. */
  'users.info': ['users:read', 'users:read.email'],
  /** Who is behind a session that is named by an address. */
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Called with the app-level token (Socket Mode); its scope is given when that token is made, and stands in no manifest. */
export const appLevelScopes = { 'apps.connections.open': 'connections:write' } as const

/** What Slack sends us because the manifest asks for it; `app_home_opened` needs no scope. */
export const featureScopes = {
  '/tourniquet and the message shortcut': 'commands',
  reaction_added: 'reactions:read',
} as const

/**
 * What the bot token is given: what is called and what is listened to, nothing else. Not among them: reading messages
 * (`*:history`), files, joining channels by itself, posting where it was not invited.
 */
export const botScopes: readonly string[] = [
  ...new Set([...Object.values(methodScopes).flat(), ...Object.values(featureScopes)]),
].sort()
