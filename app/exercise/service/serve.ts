import { randomBytes } from 'node:crypto'
import { approvalRulesOf } from '../../../exercises/approval-rules.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { hashToken } from '../../config.js'
import type { OpeningSettings } from '../../opening.js'
import type { Realms } from '../../realms.js'
import { createServer, type SlackDoor } from '../../server/create-server.js'
import { newWebhookSecrets, type WebhookDoor } from './post-finding.js'

interface Served {
  readonly exercise: Exercise
  readonly realms: Realms
  readonly opening: OpeningSettings
  readonly chatDoor: SlackDoor | null
  /** 0: any that is free. */
  readonly port: number
}

/** The web server as it is reached. */
export interface ServedDoor extends WebhookDoor {
  /** The bearer token of each role, by its id. */
  readonly tokens: ReadonlyMap<string, string>
}

/** The real web server on loopback, which every source can post to and every role of the exercise may use as the product lets it. */
export async function serve(
  { exercise, realms, opening, chatDoor, port }: Served,
  undo: (() => Promise<void>)[],
): Promise<ServedDoor> {
  const secrets = newWebhookSecrets()
  const tokens = new Map(exercise.roles.map(({ id }) => [id, newToken()]))
  const lists = Object.entries(secrets).map(([source, secret]) => [source, [secret]])
  const server = createServer({
    ...opening,
    slack: chatDoor,
    realms,
    webhooks: { secrets: Object.fromEntries(lists) },
    people: [...tokens].map(([name, token]) => ({ name, tokenSha256: hashToken(token) })),
    rules: approvalRulesOf(exercise.world.approvals),
  })
  undo.push(async () => server.close())
  const url = await server.listen({ host: '127.0.0.1', port })
  return { url, secrets, tokens }
}

function newToken(): string {
  return randomBytes(24).toString('base64url')
}
