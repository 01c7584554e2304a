import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Somebody who may use the API: known by the hash of a token of their own. */
export interface Person {
  readonly name: string
  readonly tokenSha256: string
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication of /api; empty elsewhere. */
    person?: string
  }
}

/** Lets a request in where its bearer token hashes to a person's; compared in constant time, against all of them. */
export function bearerAuthentication(people: readonly Person[]) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const name = personOf(people, request.headers.authorization)
    if (name === null) {
      await reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .send({ error: 'unauthorised', detail: 'Send your own token: Authorization: Bearer <token>.' })
      return
    }
    request.person = name
  }
}

function personOf(people: readonly Person[], header: string | undefined): string | null {
  const [, token] = /^Bearer ([\x21-\x7e]{16,512})$/.exec(header ?? '') ?? []
  if (token === undefined) return null
  const given = createHash('sha256').update(token, 'utf8').digest()
  const matches = people.filter((person) => timingSafeEqual(given, Buffer.from(person.tokenSha256, 'hex')))
  return matches[0]?.name ?? null
}
