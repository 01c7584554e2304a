import type { Log } from '../../../src/engine/engine.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import type { Clock } from '../../../src/ports.js'
import type { EndsByItself } from '../../end-at-signal.js'
import type { OpeningSettings } from '../../opening.js'
import type { Realms } from '../../realms.js'
import type { SlackDoor } from '../../server/create-server.js'

/** What a chat shows of an exercise, and what people may do from it: the settings that `startSlack` takes, and the fault. */
export interface ChatParts {
  /** Of every account of the world, all of them of kind `exercise`. */
  readonly realms: Realms
  /** People act under the ids of their roles. */
  readonly rules: ApprovalRules
  /** What an incident that is opened by hand starts with. */
  readonly opening: OpeningSettings
  readonly clock: Clock
  readonly log: Log
  /** While it is true, every request to the chat must fail as if the chat were away (fault `chatDown`). */
  readonly isDown: () => boolean
}

/** A chat as it is connected; `RunningSlack` is one. */
export interface RunningChat {
  /** What the chat posts to, for the web server; null: it does not. */
  readonly door: SlackDoor | null
  stop(): Promise<void>
}

export interface ServiceStageOptions {
  /** How much faster than a real clock, 1 or more. */
  readonly timeScale: number
  /** Connects a chat to the realms before the server listens and the workers start; called once. Without it nothing is shown. */
  readonly showIn?: (parts: ChatParts) => Promise<RunningChat> | RunningChat
  /** Of the web server on 127.0.0.1, where a chat posts to it through a tunnel; any that is free if not given. */
  readonly port?: number
  readonly log?: Log
  /** What is being done while the stage is set up, in one line. */
  readonly onProgress?: (message: string) => void
  /** Told of the first SIGINT or SIGTERM; true: the run ends by itself, so that what happened until then is kept. */
  readonly endsByItself?: EndsByItself
  /** A database that is empty and nobody else's; without it an embedded PostgreSQL of its own is started and thrown away. */
  readonly databaseUrl?: string
}
