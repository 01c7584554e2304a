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

/** Long enough that guessing is hopeless; printable, so that it survives a header. */
const TOKEN = /^[\x21-\x7e]{16,512}$/
const WHERE = 'The commands take it from TOURNIQUET_TOKEN, or from the file that TOURNIQUET_TOKEN_FILE names.'

/** Lets a request in where its bearer token hashes to a person's; compared in constant time, against all of them. */
export function bearerAuthentication(people: readonly Person[]) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const name = personOf(people, request.headers.authorization)
    if (name === null) {
      await reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .send({ error: 'unauthorised', detail: tokenHint(request.headers.authorization) })
      return
    }
    request.person = name
  }
}

/** What is wrong with what was sent, as far as that says nothing about anybody's token. */
function tokenHint(header: string | undefined): string {
  const [, token] = /^Bearer (.*)$/.exec(header ?? '') ?? []
  if (token === undefined) return `Send your own token: Authorization: Bearer <token>. ${WHERE}`
  if (!TOKEN.test(token))
    return `A token has 16 to 512 characters, and neither spaces nor letters beyond ASCII. ${WHERE}`
  return `This token is nobody's here. Its SHA-256 must stand beside your name in the server's configuration. ${WHERE}`
}

function personOf(people: readonly Person[], header: string | undefined): string | null {
  const [, token] = /^Bearer (.*)$/.exec(header ?? '') ?? []
  if (token === undefined || !TOKEN.test(token)) return null
  const given = createHash('sha256').update(token, 'utf8').digest()
  const matches = people.filter((person) => timingSafeEqual(given, Buffer.from(person.tokenSha256, 'hex')))
  return matches[0]?.name ?? null
}
