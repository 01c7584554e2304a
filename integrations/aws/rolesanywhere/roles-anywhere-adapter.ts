import type { z } from 'zod'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { AnywhereProfile, AnywhereSubject, TrustAnchor } from '../../../src/domain/roles-anywhere.js'
import type { RolesAnywherePort, SendGuard, WriteReceipt } from '../../../src/ports.js'
import type { AwsConnection } from '../client-options.js'
import { pacedCall } from '../paced-call.js'
import {
  profileAnswer,
  profilesPage,
  subjectsPage,
  tagsAnswer,
  trustAnchorAnswer,
  trustAnchorsPage,
} from './answer-shapes.js'
import type { AnywhereFamily, AnywherePaces } from './anywhere-paces.js'
import { type RestRequest, restCall } from './rest-call.js'
import { type SignedWire, signedWire } from './signed-wire.js'

/** AWS's largest page; at one request a second pages count. */
const PAGE = '500'
/** Nothing of this size is expected; a token that never ends must not be followed for ever. */
const MAX_PAGES = 100

/**
 * IAM Roles Anywhere of one account and Region over its REST API. Reads keep to the quota that everybody in the account shares,
 * and are tried again where AWS throttles or does not answer; a write waits its turn and is sent once, with the guard asked at
 * the last moment. The writes below are all that this program can do to it. Not found is null.
 * https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_Operations.html
 */
export class RolesAnywhereAdapter implements RolesAnywherePort {
  readonly #wire: SignedWire
  readonly #paces: AnywherePaces

  constructor(connection: AwsConnection, region: string, paces: AnywherePaces) {
    this.#wire = signedWire(connection, region)
    this.#paces = paces
  }

  async profile(profileId: string): Promise<AnywhereProfile | null> {
    const request = {
      operation: 'rolesanywhere:GetProfile',
      method: 'GET',
      path: `/profile/${idOf(profileId)}`,
    } as const
    return (await orNull(this.#read('profiles', request, profileAnswer)))?.profile ?? null
  }

  profiles(): Promise<AnywhereProfile[]> {
    const request = { operation: 'rolesanywhere:ListProfiles', method: 'GET', path: '/profiles' } as const
    return this.#readAll(request, async (page) => {
      const { profiles, nextToken } = await this.#read('profiles', page, profilesPage)
      return { items: profiles, nextToken }
    })
  }

  async trustAnchor(trustAnchorId: string): Promise<TrustAnchor | null> {
    const path = `/trustanchor/${idOf(trustAnchorId)}`
    const request = { operation: 'rolesanywhere:GetTrustAnchor', method: 'GET', path } as const
    return (await orNull(this.#read('trustAnchors', request, trustAnchorAnswer)))?.trustAnchor ?? null
  }

  trustAnchors(): Promise<TrustAnchor[]> {
    const request = { operation: 'rolesanywhere:ListTrustAnchors', method: 'GET', path: '/trustanchors' } as const
    return this.#readAll(request, async (page) => {
      const { trustAnchors, nextToken } = await this.#read('trustAnchors', page, trustAnchorsPage)
      return { items: trustAnchors, nextToken }
    })
  }

  subjects(): Promise<AnywhereSubject[]> {
    const request = { operation: 'rolesanywhere:ListSubjects', method: 'GET', path: '/subjects' } as const
    return this.#readAll(request, async (page) => {
      const { subjects, nextToken } = await this.#read('subjects', page, subjectsPage)
      return { items: subjects, nextToken }
    })
  }

  async tagsOf(resourceArn: string): Promise<{ key: string; value: string }[] | null> {
    const operation = 'rolesanywhere:ListTagsForResource'
    const request = { operation, method: 'GET', path: '/ListTagsForResource', query: { resourceArn } } as const
    return (await orNull(this.#read('tags', request, tagsAnswer)))?.tags ?? null
  }

  setProfileEnabled(profileId: string, enabled: boolean, guard: SendGuard): Promise<WriteReceipt | null> {
    const operation = enabled ? 'rolesanywhere:EnableProfile' : 'rolesanywhere:DisableProfile'
    const path = `/profile/${idOf(profileId)}/${enabled ? 'enable' : 'disable'}`
    return this.#write('profiles', { operation, method: 'POST', path, guard }, profileAnswer)
  }

  setTrustAnchorEnabled(trustAnchorId: string, enabled: boolean, guard: SendGuard): Promise<WriteReceipt | null> {
    const operation = enabled ? 'rolesanywhere:EnableTrustAnchor' : 'rolesanywhere:DisableTrustAnchor'
    const path = `/trustanchor/${idOf(trustAnchorId)}/${enabled ? 'enable' : 'disable'}`
    return this.#write('trustAnchors', { operation, method: 'POST', path, guard }, trustAnchorAnswer)
  }

  /** Closes idle connections. */
  close(): void {
    this.#wire.close()
  }

  async #read<Output>(family: AnywhereFamily, request: RestRequest, schema: z.ZodType<Output>): Promise<Output> {
    const send = async () => (await restCall(this.#wire, request, schema)).output
    const output = await pacedCall({ pace: this.#paces[family], mayRequest: () => true, send })
    if (output === null) throw new Error('A call without a limit was held back by one.')
    return output
  }

  async #readAll<Item>(
    request: RestRequest,
    read: (page: RestRequest) => Promise<{ items: Item[]; nextToken: string | null | undefined }>,
  ): Promise<Item[]> {
    const items: Item[] = []
    let token: string | null | undefined
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query = { pageSize: PAGE, ...(token ? { nextToken: token } : {}) }
      const answer = await read({ ...request, query })
      items.push(...answer.items)
      token = answer.nextToken
      if (!token) return items
    }
    const message = `${request.operation} has more than ${MAX_PAGES} pages.`
    throw new AwsError({
      kind: 'unknown',
      code: 'TooManyPages',
      operation: request.operation,
      message,
      requestId: null,
    })
  }

  /** A write whose answer carries no Date was done, but nobody knows when by AWS's clock: read back, and adopt. */
  async #write(
    family: AnywhereFamily,
    request: RestRequest & { readonly guard: SendGuard },
    schema: z.ZodType<object>,
  ): Promise<WriteReceipt | null> {
    await this.#paces[family].turn()
    const answer = await orNull(restCall(this.#wire, request, schema))
    if (answer === null) return null
    const { requestId, at } = answer
    if (at !== null) return { requestId, at }
    const message = 'The write was answered without a Date header; read back what is there.'
    throw new AwsError({
      kind: 'ambiguous',
      code: 'MissingDateHeader',
      operation: request.operation,
      message,
      requestId,
    })
  }
}

/** An id goes into a path: a plan's is AWS's own, but what is not an id must lead nowhere else. */
function idOf(id: string): string {
  return encodeURIComponent(id)
}

async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (error instanceof AwsError && error.kind === 'notFound') return null
    throw error
  }
}
