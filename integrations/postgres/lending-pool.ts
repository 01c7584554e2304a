import { isNativeError } from 'node:util/types'
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type pg from 'pg'

/** What is known of the server from the answers that came, and those that did not. */
interface Answers {
  /** When a query was last given up unanswered. */
  unansweredAtMs: number
  /** When each client was last answered. */
  readonly answeredAtMs: WeakMap<pg.PoolClient, number>
}

/**
 * The pool as Kysely uses it, for a server that may fall silent: one that lost its power breaks no connection. pg leaves a
 * query that was given up in front of all later ones of its client, and its pool would lend that client again and again
 * until the system gives the connection up, which takes a quarter of an hour.
 *
 * So a client with an unanswered query is asked nothing more and closed when it is given back; and those that have only
 * answered before that are closed too, instead of being waited for one after the other.
 */
export function lendingPool(pool: pg.Pool): PostgresPool {
  const answers: Answers = { unansweredAtMs: Number.NEGATIVE_INFINITY, answeredAtMs: new WeakMap() }
  pool.on('connect', (client) => answers.answeredAtMs.set(client, performance.now()))
  const connect = async (): Promise<PostgresPoolClient> => {
    for (;;) {
      const client = await pool.connect()
      if ((answers.answeredAtMs.get(client) ?? 0) > answers.unansweredAtMs) return lend(client, answers)
      client.release(true)
    }
  }
  return { connect, end: () => pool.end() }
}

function lend(client: pg.PoolClient, answers: Answers): PostgresPoolClient {
  const state: { unanswered: Error | undefined } = { unanswered: undefined }
  const ask = async <R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> => {
    if (state.unanswered !== undefined) throw state.unanswered
    try {
      // Kysely writes the result of pg down more narrowly than pg does; it is the same object.
      const result = (await client.query(sql, [...parameters])) as unknown as PostgresQueryResult<R>
      answers.answeredAtMs.set(client, performance.now())
      return result
    } catch (error) {
      if (!isNativeError(error) || error.message !== 'Query read timeout') throw error
      state.unanswered = error
      answers.unansweredAtMs = performance.now()
      throw error
    }
  }
  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  function query<R>(
    asked: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof asked !== 'string') throw new Error('No cursor was given to Kysely: it has none to read with.')
    return ask<R>(asked, parameters)
  }
  return { query, release: () => client.release(state.unanswered) }
}
