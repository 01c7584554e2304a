import { LogsInsightsTrailSource } from '../../../../integrations/aws/logs/insights-trail-source.js'
import { type ScriptedServer, scriptedServer, someCredentials } from '../scripted-server.js'
import { closeAll, closing, everything, instantClock, instantPace, readFrom, recordAt } from '../trail-world.js'

afterEach(closeAll)

const found = [[{ field: '@message', value: JSON.stringify(recordAt(9 * 3600, 1)) }]]

/** Starts a query, and answers for its results with these in turn, the last for ever. */
async function serverThat(...pages: object[]): Promise<ScriptedServer> {
  let asked = 0
  return closing(
    await scriptedServer((body) => {
      if (body.includes('queryString')) return { body: JSON.stringify({ queryId: 'q1' }) }
      if (!body.includes('maxItems')) return { status: 400, body: JSON.stringify({ __type: 'AccessDeniedException' }) }
      return { body: JSON.stringify(pages[Math.min(asked++, pages.length - 1)]) }
    }),
  )
}

async function read(server: ScriptedServer, maxWaitMs = 60_000) {
  const connection = { partition: 'aws', endpoint: server.url, credentials: someCredentials } as const
  const common = { connection, region: 'us-east-1', logGroups: ['g'], pace: instantPace(), clock: instantClock() }
  return readFrom(closing(new LogsInsightsTrailSource({ ...common, maxWaitMs })), everything)
}

describe('a query of Logs Insights that ends otherwise', () => {
  it.each(['Failed', 'Cancelled', 'Timeout'])(
    'as %s gives what it has found, and is no whole answer',
    async (status) => {
      const { report } = await read(await serverThat({ status: 'Running', results: [] }, { status, results: found }))
      expect(report).toMatchObject({ status: 'truncated', events: 1 })
      expect(report.detail).toContain(`ended as ${status}`)
    },
  )

  it('as Failed with nothing found is a failure, and never "nothing happened"', async () => {
    const { report } = await read(await serverThat({ status: 'Failed', results: [] }))
    expect(report.status).toBe('failed')
  })

  it('Unknown is waited for, as a status that is not known here', async () => {
    const server = await serverThat(
      { status: 'Unknown' },
      { status: 'Dreaming' },
      { status: 'Complete', results: found },
    )
    expect((await read(server)).report).toMatchObject({ status: 'ok', events: 1 })
  })

  it('or is refused for its limit is asked again with the older one', async () => {
    const queries: string[] = []
    const server = closing(
      await scriptedServer((body) => {
        const { queryString } = JSON.parse(body)
        if (queryString === undefined) return { body: JSON.stringify({ status: 'Complete', results: found }) }
        queries.push(queryString)
        if (queries.length > 1) return { body: JSON.stringify({ queryId: 'q1' }) }
        return { status: 400, body: JSON.stringify({ __type: 'MalformedQueryException' }) }
      }),
    )
    expect((await read(server)).report.status).toBe('ok')
    expect(queries.map((query) => query.split('limit ')[1])).toEqual(['100000', '10000'])
  })

  it('that cannot be stopped goes on in AWS, and that is said', async () => {
    const { report } = await read(await serverThat({ status: 'Running', results: found }), 5_000)
    expect(report.status).toBe('truncated')
    expect(report.detail).toContain('the query goes on in AWS')
  })
})
