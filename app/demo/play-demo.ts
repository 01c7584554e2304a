import { setTimeout as pause } from 'node:timers/promises'
import type { AuditBody } from '../../src/audit/record.js'
import { canonicalJson } from '../../src/domain/canonical-json.js'
import type { RestoreAs } from '../../src/domain/plan.js'
import { type DemoClient, demoClient, type IncidentView } from './demo-client.js'
import type { DemoDisplay } from './demo-display.js'
import { demoFinding } from './demo-finding.js'
import { type DemoResult, resultOf } from './demo-result.js'
import { DemoStoppedError, type DemoStory } from './demo-story.js'
import type { DemoWorld } from './demo-world.js'

/** Who answers the questions: a person at the terminal, `--yes`, or somebody `elsewhere`, whose decision is waited for. */
export interface DemoAnswers {
  approveBlock(view: IncidentView): Promise<'approve' | 'deny' | 'elsewhere'>
  restoreAs(view: IncidentView): Promise<RestoreAs | 'keep'>
  approveRestore(view: IncidentView): Promise<'approve' | 'deny' | 'elsewhere'>
}

/** Far more than any stage takes here; a demo that hangs must end and say where. */
const STATE_TIMEOUT_MS = 45_000
/** As long as people are given to decide, and some more. */
const ELSEWHERE_TIMEOUT_MS = 31 * 60_000
const POLL_MS = 200
const settled = ['refused', 'denied', 'needsHuman', 'unresolved', 'closed']

/** The main job from the webhook to the report, through the same doors that everybody uses. */
export async function playDemo(
  world: DemoWorld,
  story: DemoStory,
  answers: DemoAnswers,
  display: DemoDisplay,
): Promise<DemoResult> {
  const client = demoClient(world.url)
  const { approver, requester } = world.tokens
  if (story.source === 'made') world.startIntruder()
  const before = describeAccused(world, story)
  display.opening(story, world)
  const { incidentId } = await client.postFinding(world.webhookSecret, demoFinding(world, story))
  const watch = follow(client, approver, incidentId, display)

  let view = await watch.until(['awaitingApproval', ...settled])
  world.startIntruder()
  if (view.state === 'awaitingApproval') {
    const decision = await display.asking(() => answers.approveBlock(view))
    if (decision !== 'elsewhere') await client.decide(approver, incidentId, decisionOf('contain', decision, view))
    view = await watch.until(['contained', ...settled], { within: timeoutOf(decision) })
  }
  if (view.state === 'contained') {
    const restoreAs = await display.asking(() => answers.restoreAs(view))
    if (restoreAs !== 'keep')
      view = await restore(client, world, view, { restoreAs, requester, answers, display, watch })
  }
  const audit = await world.runtime.audit.verify()
  const records = await client.readAudit(approver, incidentId)
  const after = describeAccused(world, story)
  const identical = before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after)
  return resultOf({ view, records, audit, identical, after, seenWrites: world.account.calls() })
}

interface RestoreScene {
  readonly restoreAs: RestoreAs
  readonly requester: string
  readonly answers: DemoAnswers
  readonly display: DemoDisplay
  readonly watch: ReturnType<typeof follow>
}

async function restore(
  client: DemoClient,
  world: DemoWorld,
  contained: IncidentView,
  scene: RestoreScene,
): Promise<IncidentView> {
  const reason =
    scene.restoreAs === 'false-alarm'
      ? 'The owner knows these calls: a penetration test.'
      : 'Cleaned up; the key is rotated.'
  await client.request(scene.requester, contained.id, { ask: 'restore', restoreAs: scene.restoreAs, reason })
  const asked = await scene.watch.until(['awaitingRestoreApproval', ...settled], {
    also: (view) => isAsked(view, contained),
  })
  if (asked.state !== 'awaitingRestoreApproval') return asked
  const decision = await scene.display.asking(() => scene.answers.approveRestore(asked))
  if (decision !== 'elsewhere')
    await client.decide(world.tokens.approver, contained.id, decisionOf('restore', decision, asked))
  const ends = decision === 'approve' ? settled : ['contained', ...settled]
  return scene.watch.until(ends, { within: timeoutOf(decision) })
}

/** Where the record that was read says the incident is: the view, read a moment later, may be further on. */
function cameTo(records: readonly AuditBody[]): string | null | undefined {
  return records.findLast((record) => record.from !== record.to)?.to
}

/** What ends an incident also orders its report, which is written a moment later. */
function isReported(records: readonly AuditBody[]): boolean {
  const ended = records.findLastIndex((record) => record.from !== record.to)
  return records.slice(ended + 1).some((record) => record.what === 'REPORT_WRITTEN')
}

/** The question is open once the plan is another than the one that was blocked with. */
function isAsked(view: IncidentView, before: IncidentView): boolean {
  return settled.includes(view.state) || view.context.openPlanDigest !== before.context.openPlanDigest
}

function decisionOf(question: 'contain' | 'restore', decision: 'approve' | 'deny', view: IncidentView) {
  return { question, decision, planDigest: view.context.openPlanDigest, reason: `decided in the demo: ${decision}` }
}

interface Wait {
  readonly also?: (view: IncidentView) => boolean
  readonly within?: number
}

function timeoutOf(decision: 'approve' | 'deny' | 'elsewhere'): number {
  return decision === 'elsewhere' ? ELSEWHERE_TIMEOUT_MS : STATE_TIMEOUT_MS
}

function follow(client: DemoClient, token: string, incidentId: string, display: DemoDisplay) {
  return {
    until: async (states: readonly string[], { also = () => true, within = STATE_TIMEOUT_MS }: Wait = {}) => {
      const giveUpAt = Date.now() + within
      for (;;) {
        // The record first: what it tells of is then in the view, never the other way round.
        const records = await client.readAudit(token, incidentId)
        const view = await client.readIncident(token, incidentId)
        display.moved(view, records)
        const isTold = cameTo(records) === view.state
        if (states.includes(view.state) && isTold && also(view) && (view.open || isReported(records))) return view
        if (Date.now() > giveUpAt) throw stuck(view, within)
        await pause(POLL_MS)
      }
    },
  }
}

function stuck(view: IncidentView, timeoutMs: number): DemoStoppedError {
  const seconds = timeoutMs / 1000
  return new DemoStoppedError(`${view.id} stayed in ${view.state} for ${seconds} s. TOURNIQUET_LOG=info says more.`, 4)
}

/** The principal as the account holds it, not as our record tells. */
function describeAccused({ account }: DemoWorld, { accused: { type, name } }: DemoStory): object | undefined {
  return type === 'role' ? account.describeRole(name) : account.describeUser(name)
}
