import { z } from 'zod'
import { hashToken } from '../../../app/config.js'
import { realmsOf } from '../../../app/realms.js'
import { createServer } from '../../../app/server/create-server.js'
import { type Verb, verbs } from '../../../src/incidents/authority.js'
import { incidentFor, matrix, matrixRules, type Standing, standings } from '../../support/authority-matrix.js'
import { planDigest, restoreDigest } from '../../support/fixtures/incident-events.js'
import { useTestPostgres } from '../../support/services.js'
import { worldTiming } from '../../support/world/timing.js'
import { createWorld, type World } from '../../support/world.js'

const { url: databaseUrl } = await useTestPostgres()
const tokenOf = (person: string) => `token-of-${person}-0123456789`

interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object | ((accountId: string) => object)
}
/** Of an answer that is a list, nothing. */
const refusal = z.looseObject({ error: z.string().optional(), detail: z.string().optional() }).catch({})
const reason = 'Seen in the log.'
const decision = (question: string, answer: string): Route => ({
  method: 'POST',
  path: '/api/incidents/:id/decisions',
  body: { question, decision: answer, planDigest: question === 'contain' ? planDigest : restoreDigest, reason },
})
const wish = (body: object): Route => ({
  method: 'POST',
  path: '/api/incidents/:id/requests',
  body: { ...body, reason },
})
const brake = (name: string, body: object = {}): Route => ({
  method: 'POST',
  path: `/api/brakes/${name}`,
  body: { reason, ...body },
})

/** Where each verb is spoken over HTTP. What the command line alone does on the database has no route. */
const routes: Readonly<Record<Verb, readonly Route[]>> = {
  view: ['/incidents', '/incidents/:id', '/incidents/:id/audit', '/blocks', '/brakes'].map((path) => ({
    method: 'GET',
    path: `/api${path}`,
  })),
  approveContain: [decision('contain', 'approve')],
  denyContain: [decision('contain', 'deny')],
  approveRestore: [decision('restore', 'approve')],
  denyRestore: [decision('restore', 'deny')],
  requestBlock: [
    {
      method: 'POST',
      path: '/api/incidents',
      body: (accountId) => ({ arn: `arn:aws:iam::${accountId}:role/r-${Math.random()}`, reason }),
    },
  ],
  vouch: [{ method: 'POST', path: '/api/incidents/:id/vouch', body: { reason } }],
  name: [
    {
      method: 'POST',
      path: '/api/incidents/:id/principal',
      body: (accountId) => ({ arn: `arn:aws:iam::${accountId}:role/r-${Math.random()}`, reason }),
    },
  ],
  // Asked in Slack alone: nowhere else is there anybody to write to.
  askOwner: [],
  addNote: [{ method: 'POST', path: '/api/incidents/:id/notes', body: { text: reason } }],
  requestRestore: [wish({ ask: 'restore', restoreAs: 'false-alarm' })],
  retry: [wish({ ask: 'retry' })],
  close: [wish({ ask: 'close' })],
  chooseScope: [wish({ ask: 'scope', scope: 'session' })],
  freeze: [brake('freeze')],
  unfreeze: [brake('unfreeze')],
  allowBlocks: [brake('allow-blocks', { blocks: 1 })],
  acceptReconcile: [],
  exportAudit: [],
}

/** `POST /api/brakes/freeze` of the tree that Fastify prints: each level stands four columns further in. */
function routesIn(tree: string): string[] {
  const path: string[] = []
  return tree
    .split('\n')
    .flatMap((line) => {
      const [, margin = '', part = '', methods = ''] = /^([│├└─ ]*)(\S+) \((.*)\)$/.exec(line) ?? []
      path.splice(margin.length / 4 - 1, path.length, part)
      const verbsOf = methods.split(', ').filter((method) => method !== '' && method !== 'HEAD')
      return verbsOf.map((method) => `${method} ${path.join('')}`)
    })
    .filter((route) => route.includes(' /api'))
    .sort()
}

const rows = Object.keys(standings).filter((each): each is Standing => each in standings)
const cells = rows.flatMap((standing) => verbs.map((verb) => [standing, verb, matrix[standing][verb]] as const))

describe('over HTTP, as by the function', () => {
  let world: World
  let server: ReturnType<typeof createServer>
  let url: string
  beforeAll(async () => {
    world = await createWorld({ databaseUrl })
    server = createServer({
      realms: realmsOf(world.runtime),
      webhooks: { secrets: { guardduty: ['0123456789abcdef'] } },
      people: Object.values(standings).map(({ person }) => ({ name: person, tokenSha256: hashToken(tokenOf(person)) })),
      rules: matrixRules,
      timing: worldTiming,
    })
    url = await server.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(async () => {
    await server.close()
    await world.close()
  })

  async function send(
    path: string,
    sent: { method?: string; authorization?: string | undefined; body?: object | undefined },
  ) {
    const { method = 'GET', authorization, body } = sent
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { error, detail } = refusal.parse(await response.json())
    return { status: response.status, error, detail }
  }

  async function answersTo(verb: Verb, asked: boolean, authorization: string | undefined) {
    const id = await incidentFor(world.runtime.engine, verb, asked)
    const answers = routes[verb].map(async ({ method, path, body }) => {
      const sent = typeof body === 'function' ? body(world.accountId) : body
      const { status, error } = await send(path.replace(':id', id), { method, authorization, body: sent })
      return { status, code: status < 400 ? 'yes' : error }
    })
    return Promise.all(answers)
  }

  it.each(cells)('%s, %s: %s', async (standing, verb, expected) => {
    const { person, asked } = standings[standing]
    const answers = await answersTo(verb, asked, `Bearer ${tokenOf(person)}`)

    // Who may not look is told so before anything else.
    const code = matrix[standing].view === 'yes' ? expected : 'notPermitted'
    const allowed = ['requestBlock', 'requestRestore', 'retry', 'close', 'chooseScope', 'vouch', 'name'].includes(verb)
      ? 202
      : 200
    for (const answer of answers) expect(answer).toEqual({ status: code === 'yes' ? allowed : 403, code })
  })

  it.each(verbs)('nobody without a token of somebody may %s', async (verb) => {
    for (const authorization of [
      undefined,
      'Bearer ',
      'Bearer token-of-nobody-0123456789',
      `Basic ${tokenOf('con')}`,
    ]) {
      for (const answer of await answersTo(verb, false, authorization)) {
        expect(answer).toEqual({ status: 401, code: 'unauthorised' })
      }
    }
  })

  it('covers every route that there is under /api', () => {
    const known = Object.values(routes).flatMap((each) => each.map(({ method, path }) => `${method} ${path}`))
    expect([...new Set(known)].sort()).toEqual(routesIn(server.printRoutes({ commonPrefix: false })))
  })

  it('says what a token must be, where one is no token at all', async () => {
    const ask = async (authorization?: string) => {
      return (await send('/api/incidents', { authorization })).detail
    }
    expect(await ask()).toMatch(/^Send your own token: Authorization: Bearer <token>\. .*TOURNIQUET_TOKEN/)
    expect(await ask('Bearer short')).toMatch(/^A token has 16 to 512 characters.*TOURNIQUET_TOKEN_FILE/)
    expect(await ask('Bearer token-of-nobody-0123456789')).toMatch(/^This token is nobody's here\. Its SHA-256/)
  })
})
