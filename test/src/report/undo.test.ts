import { recordEvent } from '../../../src/engine/record-event.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { undoOfIncident } from '../../../src/report/undo.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { after } from '../../support/fixtures/incident-events.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { aContainPlan } from '../../support/fixtures/plans.js'
import { anOpening, aTestEngine } from '../../support/test-engine.js'

async function noteAfter(events: readonly journeys.Happening[]): Promise<string> {
  const engine = aTestEngine()
  const opening = { ...anOpening, playbook: 'cross-account-activity' }
  const { incidentId } = await openIncident(engine, aFinding(), opening)
  for (const event of events) await recordEvent(engine, incidentId, { event, actor: { kind: 'engine', name: 'test' } })
  const incident = await engine.store.readIncident(incidentId)
  if (incident === null) throw new Error('There is no incident.')
  return undoOfIncident(incident, aContainPlan(), 'inPlace')?.note ?? ''
}

describe('how a block is taken off by hand', () => {
  it('names the undo card where a wider block was ordered and nobody knows whether it stands', async () => {
    expect(await noteAfter([...journeys.widening, after('writeBudget', 'widening')])).toMatch(
      /^A wider block was ordered.*the undo card of cnt_\w+ has it/,
    )
    expect(await noteAfter(journeys.contained)).not.toContain('wider')
  })
})
