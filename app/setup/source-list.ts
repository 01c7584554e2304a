import { type SecretKind, secretKinds, secretSources } from '../secret-kinds.js'
import type { SourcesConfig } from '../sources-config.js'
import type { GuideName } from './guides/all-guides.js'

/** One way in: where it is, how its sender proves itself, and whether anything comes in by it. */
export interface ListedSource {
  readonly name: GuideName
  /** What the sender is given. A secret that is a part of it is shown as `<SECRET>`. */
  readonly url: string
  readonly provenBy: string
  readonly isServed: boolean
  /** `1 secret`, `2 topics`; or that it is not served. */
  readonly inForce: string
}

const words: Readonly<Record<SecretKind, string>> = {
  header: 'header x-api-key',
  path: 'secret in the address',
  signature: 'Standard Webhooks signature',
}

/** Where senders reach the server if nobody said so. */
export const EXAMPLE_URL = 'https://tourniquet.example.com'

/** Every way in, by a configuration; with null none is served. */
export function listSources(sources: SourcesConfig | null, baseUrl: string): ListedSource[] {
  return [...secretSources.map((source) => listed(source, sources, baseUrl)), sns(sources, baseUrl), sqs(sources)]
}

function listed(name: (typeof secretSources)[number], sources: SourcesConfig | null, baseUrl: string): ListedSource {
  const kind = secretKinds[name]
  const secrets = sources?.[name]?.secrets.length ?? 0
  const pull = name === 'detective' ? (sources?.detective?.pull ?? null) : null
  const asked = pull === null ? [] : [`asked every ${pull.everyMinutes} min`]
  const inForce = [...(secrets === 0 ? [] : [counted(secrets, 'secret')]), ...asked]
  return {
    name,
    url: `${baseUrl}/webhooks/${name}${kind === 'path' ? '/<SECRET>' : ''}`,
    provenBy: words[kind],
    isServed: inForce.length > 0,
    inForce: inForce.length > 0 ? inForce.join(', ') : 'not served',
  }
}

function sns(sources: SourcesConfig | null, baseUrl: string): ListedSource {
  const topics = sources?.sns?.topics.length ?? 0
  return {
    name: 'sns',
    url: `${baseUrl}/webhooks/sns`,
    provenBy: 'signature of SNS, topic',
    isServed: topics > 0,
    inForce: topics > 0 ? counted(topics, 'topic') : 'not served',
  }
}

function sqs(sources: SourcesConfig | null): ListedSource {
  const queues = sources?.sqs?.queues.length ?? 0
  return {
    name: 'sqs',
    url: 'none: the queue is read',
    provenBy: 'policy of the queue',
    isServed: queues > 0,
    inForce: queues > 0 ? counted(queues, 'queue') : 'not read',
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
