import { DetectiveClient } from '@aws-sdk/client-detective'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { DetectiveScope } from '../../../src/domain/detective.js'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import { type AwsConnection, clientOptions } from '../client-options.js'
import type { Pace } from '../paced-call.js'
import { type PaceClock, realPaceClock } from '../request-pace.js'
import { waitOrAbort } from '../wait-or-abort.js'
import { DetectiveCalls, type InvestigationScope, type InvestigationState } from './detective-calls.js'
import type { PulledIndicator } from './pulled-indicator.js'

export interface DetectiveSourceOptions {
  readonly connection: AwsConnection
  /** A graph is of one Region; that of the account's findings. */
  readonly region: string
  readonly pace: Pace
  readonly clock?: PaceClock
  /** AWS names no time; nobody waits longer than this. Default 10 minutes. */
  readonly maxWaitMs?: number
  /** False: reads what others have started. Default true. */
  readonly mayStart?: boolean
  /** Told of each investigation that is started here, before it is waited for. */
  readonly onStarted?: (investigationId: string) => Promise<void>
}

export interface DetectiveFindings {
  /** `empty` with the reason where there is no graph, or Detective cannot look into the principal. */
  readonly source: EvidenceSource
  readonly investigationId: string | null
  /** INFORMATIONAL to CRITICAL, in AWS's words; null where the investigation is not done. */
  readonly severity: string | null
  readonly indicators: readonly PulledIndicator[]
}

const investigable = /^arn:[\w-]+:iam::\d{12}:(user|role)\/.+/
const firstPollMs = 1_000
const longestPollMs = 10_000

/**
 * Amazon Detective's own investigation of a user or role: started, waited for and read. Never throws for a failure of AWS.
 * On an abort nothing more is asked; Detective finishes by itself, and its console shows the report.
 * https://docs.aws.amazon.com/detective/latest/userguide/detective-investigations.html
 */
export class DetectiveSource {
  readonly name: string
  readonly startsInvestigations: boolean
  readonly #options: DetectiveSourceOptions
  readonly #client: DetectiveClient

  constructor(options: DetectiveSourceOptions) {
    const { connection, region } = options
    this.name = `Amazon Detective (${region})`
    this.startsInvestigations = options.mayStart ?? true
    this.#options = options
    this.#client = new DetectiveClient(clientOptions(connection, 'slow', region))
  }

  async investigate(scope: DetectiveScope, signal: AbortSignal): Promise<DetectiveFindings> {
    let requests = 0
    const calls = new DetectiveCalls(this.#client, this.#options.pace, () => {
      requests += 1
    })
    const findings = await this.#findings(calls, scope, signal)
    return { ...findings, source: { ...findings.source, requests } }
  }

  close(): void {
    this.#client.destroy()
  }

  async #findings(calls: DetectiveCalls, scope: DetectiveScope, signal: AbortSignal): Promise<DetectiveFindings> {
    if (!investigable.test(scope.entityArn)) return this.#nothing('empty', 'Detective looks into users and roles only')
    try {
      const graph = await calls.graph()
      if (graph === null) return this.#nothing('empty', `Detective is not switched on in ${this.#options.region}`)
      const id = await this.#investigation(calls, graph, scope)
      if (id === null) return this.#nothing('empty', 'no investigation of it was started')
      const state = await this.#finished(calls, graph, id, signal)
      if (state.status !== 'SUCCESSFUL') return this.#nothing('failed', whyNot(state, id), id)
      return this.#found(scope, id, state, await calls.indicators(graph, id))
    } catch (error) {
      if (error instanceof AwsError) return this.#nothing('failed', error.message)
      throw error
    }
  }

  /** The one that is there already, or a new one. */
  async #investigation(calls: DetectiveCalls, graph: string, scope: DetectiveScope): Promise<string | null> {
    const { region, onStarted } = this.#options
    if (scope.investigation?.region === region) return scope.investigation.id
    if (!this.startsInvestigations) return null
    const id = await calls.start(graph, scope)
    await onStarted?.(id)
    return id
  }

  async #finished(calls: DetectiveCalls, graph: string, id: string, signal: AbortSignal): Promise<InvestigationState> {
    const { clock = realPaceClock, maxWaitMs = 10 * 60_000 } = this.#options
    const startedMs = clock.nowMs()
    for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 2, longestPollMs)) {
      const state = await calls.state(graph, id)
      const isOver = state.status !== 'RUNNING' || signal.aborted || clock.nowMs() - startedMs >= maxWaitMs
      if (isOver) return state
      await waitOrAbort(clock, pollMs, signal)
    }
  }

  #found(
    { from, to }: InvestigationScope,
    investigationId: string,
    { severity }: InvestigationState,
    { indicators, unknown }: { indicators: readonly PulledIndicator[]; unknown: number },
  ): DetectiveFindings {
    const source: EvidenceSource = {
      name: this.name,
      status: indicators.length === 0 ? 'empty' : 'ok',
      requests: 0,
      events: indicators.length,
      skipped: unknown,
      coverage: { regions: [this.#options.region], from, to, gaps: [] },
      ...(unknown > 0 ? { detail: `${unknown} indicators of kinds that are not known here` } : {}),
    }
    return { source, investigationId, severity, indicators }
  }

  #nothing(status: 'empty' | 'failed', detail: string, investigationId: string | null = null): DetectiveFindings {
    const source = { name: this.name, status, detail, requests: 0, events: 0 }
    return { source, investigationId, severity: null, indicators: [] }
  }
}

function whyNot({ status }: InvestigationState, id: string): string {
  if (status === 'FAILED') return `the investigation ${id} failed`
  return `the investigation ${id} was not done in time: its report will be in Detective`
}
