import { type SlackApi, SlackCallError } from '../slack-api.js'

/** What Slack is told to be tried again after while it is away. */
const RETRY_MS = 1_000

/** Slack as it is, but for messages while `isDown`: then they fail as if the network were away. Nothing is sent. */
export function slackOutage(api: SlackApi, isDown: () => boolean): SlackApi {
  const unless = async <Answer>(method: string, call: () => Promise<Answer>): Promise<Answer> => {
    if (isDown()) throw new SlackCallError(method, 'network', RETRY_MS)
    return await call()
  }
  return {
    ...api,
    post: (message) => unless('chat.postMessage', () => api.post(message)),
    update: (message) => unless('chat.update', () => api.update(message)),
    whisper: (message) => unless('chat.postEphemeral', () => api.whisper(message)),
    directMessage: (user, message) => unless('conversations.open', () => api.directMessage(user, message)),
  }
}
