import { connectAwsAccount } from '../../../integrations/aws/aws-account.js'
import { systemClock } from '../../../integrations/system/system-clock.js'
import { evidenceSourceSchema } from '../../../src/domain/evidence.js'
import { briefOf } from '../../../src/evidence/brief-of.js'
import { FactsGatherer } from '../../../src/evidence/facts/facts-gatherer.js'
import { investigate } from '../../../src/evidence/investigate.js'
import { askSources } from '../../../workers/ask-sources.js'
import { change, keyOf, validatedWorld, type World } from './s3/validated-trail.js'
import { accountId, bucket, closeAll, closing, everything } from './trail-world.js'

afterEach(closeAll)

/** As an incident asks: all sources of the account, and the short form of the answer for the question. */
async function doubtsOf({ connection }: World) {
  const evidence = { bucket: { name: bucket, region: 'us-east-1', prefix: '', organizationId: null } }
  const account = closing(connectAwsAccount({ ...connection, accountId, lookupEventsPerSecond: 10_000, evidence }))
  const options = { clock: systemClock, budgetMs: 20_000, stopped: new AbortController().signal }
  const answers = await askSources(account.trails, everything, options)
  const sources = answers.map(({ source }) => evidenceSourceSchema.parse(source))
  const scope = { fromMs: Date.parse(everything.from), toMs: Date.parse(everything.to) }
  const gatherer = new FactsGatherer({ scope, baselineFromMs: scope.fromMs })
  for (const { raw } of answers) for (const event of raw.events) gatherer.add(event)
  const found = investigate(gatherer.facts(), { sources, read: 0, unique: 0 })
  const brief = briefOf(found, { digest: 'd', contradiction: null, told: [] })
  return { doubts: brief.doubts.join(), gaps: brief.gaps.join(), digests: found.coverage.digests }
}

describe('what digest files say of the logs of an incident', () => {
  it('is no doubt of its question where all of them are what CloudTrail delivered', async () => {
    const { doubts, digests } = await doubtsOf(await validatedWorld())
    expect(digests).toMatchObject({ signatures: { valid: digests?.digests }, breaks: [] })
    expect(doubts).not.toMatch(/digest|CloudTrail delivered/)
  })

  it('is a doubt and a gap where one was deleted', async () => {
    const world = await validatedWorld()
    change(world, keyOf(world, 'T0915Z'), undefined)
    const { doubts, gaps } = await doubtsOf(world)
    expect(doubts).toContain('1 log files that CloudTrail delivered are not here')
    expect(gaps).toContain('1 log files that CloudTrail delivered are gone from the bucket')
  })

  it('is a doubt where validation is off', async () => {
    expect((await doubtsOf(await validatedWorld({}, false))).doubts).toContain(
      'No digest file vouches for the log files',
    )
  })
})
