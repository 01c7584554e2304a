import { defaultPlaybook } from '../../../app/playbooks.js'
import type { Finding } from '../../../src/domain/finding.js'
import type { Engine } from '../../../src/engine/engine.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import { namePrincipal } from '../../../src/incidents/name-principal.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { reportedFindings } from '../../../src/report/reported-findings.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { after } from '../../support/fixtures/incident-events.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { anUnresolvedPrincipal, aRolePrincipal } from '../../support/fixtures/principals.js'
import { aTiming } from '../../support/fixtures/timings.js'
import { engineOn, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()
const opening = { ...defaultPlaybook, timing: aTiming() }
const open = (engine: Engine, changes: Partial<Finding> = {}) => openIncident(engine, aFinding(changes), opening)

const id = '16b9c9f7d8e4a2'
const arn = `arn:aws:guardduty:eu-central-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0/finding/${id}`
/** One finding of GuardDuty, as each way brings it. */
const byEventBridge: Partial<Finding> = { sourceId: id, arn }
const bySns: Partial<Finding> = { sourceId: id, arn, feed: 'sns' }
const bySecurityHub: Partial<Finding> = { source: 'security-hub', sourceId: arn, updatedAt: '2026-03-01T09:31:00.000Z' }
const feeds = [byEventBridge, bySns, bySecurityHub]

const restored: typeof journeys.contained = [
  ...journeys.restored,
  after('lateWriteWatch', 'restored.waiting'),
  { type: 'RESTORE_CONFIRMED' },
]

async function happen(engine: Engine, incidentId: string, events: typeof journeys.contained) {
  const actor = { kind: 'engine', name: 'test' } as const
  for (const event of events) await recordEvent(engine, incidentId, { event, actor })
}

describe('one case', () => {
  it('the same finding by three feeds is one incident with one finding, and the report says by which it came', async () => {
    const engine = engineOn(db)
    const results = []
    for (const feed of feeds) results.push(await open(engine, feed))
    expect(results.map(({ status }) => status)).toEqual(['opened', 'duplicate', 'duplicate'])
    expect(new Set(results.map(({ incidentId }) => incidentId)).size).toBe(1)
    const { incidentId = '' } = results[0] ?? {}
    const reported = reportedFindings(await engine.store.readFindings(incidentId))
    expect(reported.map(({ feeds: by }) => by)).toEqual([['guardduty', 'sns', 'security-hub']])
    const whats = (await engine.store.readAudit(incidentId)).map(({ body }) => body.what)
    expect(whats).toEqual(['OPENED', 'FINDING_REPEATED', 'FINDING_REPEATED'])
    expect((await engine.store.readIncident(incidentId))?.snapshot.context.joinedFindings).toBe(0)
  })

  it('the same by three feeds, each again and again and all at once, is still one', async () => {
    const engine = engineOn(db)
    const deliveries = Array.from({ length: 30 }, (_, n) => open(engine, feeds[n % 3]))
    const results = await Promise.all(deliveries)
    expect(results.filter(({ status }) => status === 'opened')).toHaveLength(1)
    expect(results.filter(({ status }) => status === 'duplicate')).toHaveLength(29)
    expect(await engine.store.listIncidents()).toHaveLength(1)
    const [reported, ...others] = reportedFindings(await engine.store.readFindings(results[0]?.incidentId ?? ''))
    expect([[...(reported?.feeds ?? [])].sort(), others]).toEqual([['guardduty', 'security-hub', 'sns'], []])
  })

  it('a forged copy that comes first takes nothing from the true one', async () => {
    const engine = engineOn(db)
    const forged = { ...bySecurityHub, trusted: false, distrust: 'Anybody may import it.' }
    const first = await open(engine, forged)
    expect(await open(engine, byEventBridge)).toEqual({ status: 'joined', incidentId: first.incidentId })
    expect((await engine.store.readIncident(first.incidentId))?.snapshot.context.trusted).toBe(true)
  })

  it('two roles within a minute are two incidents, whichever feed tells of each', async () => {
    const engine = engineOn(db)
    const other = { sourceId: 'ffff', principal: aRolePrincipal({ name: 'web' }) }
    const results = await Promise.all([...feeds.map((feed) => open(engine, feed)), open(engine, other)])
    expect(new Set(results.map(({ incidentId }) => incidentId)).size).toBe(2)
  })

  it('findings without a principal are one case where they are one finding, and else never', async () => {
    const engine = engineOn(db)
    const lost = feeds.map((feed) => ({ ...feed, principal: anUnresolvedPrincipal() }))
    const results = await Promise.all(lost.map((feed) => open(engine, feed)))
    expect(new Set(results.map(({ incidentId }) => incidentId)).size).toBe(1)
    const other = await open(engine, { sourceId: 'ffff', principal: anUnresolvedPrincipal() })
    expect(other.status).toBe('opened')
  })

  it.each([
    ['no newer activity', '2026-03-01T11:00:00Z', 'heldDown'],
    ['newer activity', '2026-03-01T11:30:00Z', 'investigating'],
  ])('an update with %s after the restore (%s), by another feed, comes to %s', async (_, lastSeenAt, state) => {
    const engine = { ...engineOn(db), clock: { ...engineOn(db).clock, now: () => new Date('2026-03-01T11:40:00Z') } }
    const first = await open(engine, byEventBridge)
    await happen(engine, first.incidentId, restored)
    expect((await engine.store.readIncident(first.incidentId))?.open).toBe(false)
    const update = { ...bySecurityHub, updatedAt: '2026-03-01T11:35:00Z', lastSeenAt }
    const second = await open(engine, update)
    expect(second.incidentId).not.toBe(first.incidentId)
    expect((await engine.store.readIncident(second.incidentId))?.state).toBe(state)
    expect(await open(engine, { ...bySns, updatedAt: '2026-03-01T11:35:00Z', lastSeenAt })).toMatchObject({
      status: 'duplicate',
      incidentId: second.incidentId,
    })
  })
})

describe('naming a principal while findings come in', () => {
  const rules = { contain: { approvers: ['ana', 'ben'], quorum: 1 }, restore: { approvers: ['rex'], quorum: 1 } }
  const realm = { partition: 'aws', accountId: '111122223333' } as const
  const wish = { by: 'ana', arn: 'arn:aws:iam::111122223333:role/ci-deploy', reason: 'It is in the log.' }

  it('leaves one open incident of the principal, with every finding, whoever comes first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const engine = engineOn(db)
      const lost = await Promise.all(
        ['a', 'b'].map((sourceId) => open(engine, { sourceId, principal: anUnresolvedPrincipal() })),
      )
      await Promise.all([
        ...lost.map(({ incidentId }) => namePrincipal(engine, rules, realm, incidentId, wish)),
        open(engine, { sourceId: 'c' }),
      ])
      const incidents = await engine.store.listIncidents()
      const stillOpen = incidents.filter((incident) => incident.open)
      expect(stillOpen.map(({ principalKey }) => principalKey)).toEqual(['aws:111122223333:role:ci-deploy'])
      const findings = await engine.store.readFindings(stillOpen[0]?.id ?? '')
      expect(findings.map(({ sourceId }) => sourceId).sort()).toEqual(['a', 'b', 'c'])
    }
  })
})
