import type { Runtime } from '../compose.js'
import type { Realms } from '../realms.js'
import type { SlackConfig } from '../slack-config.js'

/** Where a realm is shown. */
export interface SlackPlace {
  readonly runtime: Runtime
  readonly channel: string
}

/** The channel of each realm that is shown: an account's own or the common one; every exercise in the exercise channel. */
export function slackPlaces(
  realms: Pick<Realms, 'all'>,
  { channel, exerciseChannel }: Pick<SlackConfig, 'channel' | 'exerciseChannel'>,
  channelOfAccount: ReadonlyMap<string, string>,
): SlackPlace[] {
  return realms.all.flatMap((runtime) => {
    const { kind, accountId } = runtime.tools.realm
    const place = kind === 'exercise' ? exerciseChannel : (channelOfAccount.get(accountId) ?? channel)
    return place === null ? [] : [{ runtime, channel: place }]
  })
}
