import type { ListenerKit } from '../listener-kit.js'
import { homeOpenedSchema } from '../payloads.js'
import { plainHome } from '../result-view.js'
import type { Taken } from './taken.js'

/** App Home is drawn anew each time that somebody opens it: what waits for this person, and what is blocked. */
export function onHomeOpened(kit: ListenerKit) {
  const { desk, api, builders } = kit.settings
  return async ({ body }: Pick<Taken, 'body'>): Promise<void> => {
    const parsed = homeOpenedSchema.safeParse(body)
    if (!parsed.success) {
      kit.settings.log.warn('An opened App Home could not be read.', { problem: parsed.error.issues[0]?.message })
      return
    }
    const { event, team_id: teamId, api_app_id: appId } = parsed.data
    // The tab "Messages" is nobody's home.
    if (event.tab !== undefined && event.tab !== 'home') return
    const actor = { userId: event.user, teamId, channelId: null, appId }
    const draw = async () => {
      const foreign = kit.foreignness(actor, null, null)
      if (foreign !== null) {
        const { text } = await kit.refuse(actor, `App Home: ${foreign}`)
        return api.publishHome(event.user, plainHome(text))
      }
      const listed = await desk.list(actor)
      const view = 'outcome' in listed ? plainHome(listed.text) : builders.homeView(listed)
      await api.publishHome(event.user, view)
    }
    await kit.track(draw().catch((error: unknown) => void kit.explain(error, 'App Home')))
  }
}
