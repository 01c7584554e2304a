import {
  type DetectiveClient,
  GetInvestigationCommand,
  type GetInvestigationCommandOutput,
  type InvestigationDetail,
  ListGraphsCommand,
  ListIndicatorsCommand,
  ListInvestigationsCommand,
  StartInvestigationCommand,
} from '@aws-sdk/client-detective'
import { type Pace, pacedCall } from '../paced-call.js'
import { sendCommand } from '../send-command.js'
import { type PulledIndicator, pulledIndicator } from './pulled-indicator.js'

/** Whose calls of which time are looked into. */
export interface InvestigationScope {
  /** Of a user or a role of IAM. */
  readonly entityArn: string
  /** ISO. */
  readonly from: string
  readonly to: string
}

export interface InvestigationState {
  readonly status: 'RUNNING' | 'FAILED' | 'SUCCESSFUL'
  readonly severity: string | null
}

/** When investigations were started. */
export interface CreatedWithin {
  readonly from: Date
  readonly to: Date
}

type CountRequest = () => void

/** Amazon Detective in one Region; each call is counted. Failures that do not pass throw AwsError. */
export class DetectiveCalls {
  readonly #client: DetectiveClient
  readonly #pace: Pace
  readonly #count: CountRequest

  constructor(client: DetectiveClient, pace: Pace, count: CountRequest) {
    this.#client = client
    this.#pace = pace
    this.#count = count
  }

  /** The first behavior graph of the Region, of which an account administers one at most; null where there is none. */
  async graph(): Promise<string | null> {
    let token: string | undefined
    do {
      const at = token
      const output = await this.#paced(async () => {
        const command = new ListGraphsCommand(at === undefined ? {} : { NextToken: at })
        const send = () => this.#client.send(command)
        return (await sendCommand({ operation: 'detective:ListGraphs', command, send })).output
      })
      const arn = output.GraphList?.find(({ Arn }) => Arn !== undefined)?.Arn
      if (arn !== undefined) return arn
      token = output.NextToken
    } while (token !== undefined)
    return null
  }

  async start(graphArn: string, { entityArn, from, to }: InvestigationScope): Promise<string> {
    const output = await this.#paced(async () => {
      const command = new StartInvestigationCommand({
        GraphArn: graphArn,
        EntityArn: entityArn,
        ScopeStartTime: new Date(from),
        ScopeEndTime: new Date(to),
      })
      const send = () => this.#client.send(command)
      return (await sendCommand({ operation: 'detective:StartInvestigation', command, send })).output
    })
    return output.InvestigationId ?? ''
  }

  /** Those that were started in this time, all pages, whoever has started them. */
  async list(graphArn: string, { from, to }: CreatedWithin): Promise<InvestigationDetail[]> {
    const found: InvestigationDetail[] = []
    const CreatedTime = { StartInclusive: from, EndInclusive: to }
    let token: string | undefined
    do {
      const at = token
      const output = await this.#paced(async () => {
        const page = at === undefined ? {} : { NextToken: at }
        const command = new ListInvestigationsCommand({ GraphArn: graphArn, FilterCriteria: { CreatedTime }, ...page })
        const send = () => this.#client.send(command)
        return (await sendCommand({ operation: 'detective:ListInvestigations', command, send })).output
      })
      found.push(...(output.InvestigationDetails ?? []))
      token = output.NextToken
    } while (token !== undefined)
    return found
  }

  /** One as AWS tells it, times as ISO texts. */
  async detail(graphArn: string, investigationId: string): Promise<object> {
    const {
      $metadata: _,
      CreatedTime,
      ScopeStartTime,
      ScopeEndTime,
      ...rest
    } = await this.#get(graphArn, investigationId)
    const times = Object.entries({ CreatedTime, ScopeStartTime, ScopeEndTime })
    return { ...rest, ...Object.fromEntries(times.map(([name, time]) => [name, time?.toISOString()])) }
  }

  async state(graphArn: string, investigationId: string): Promise<InvestigationState> {
    const { Status, Severity } = await this.#get(graphArn, investigationId)
    return { status: Status ?? 'RUNNING', severity: Severity ?? null }
  }

  #get(graphArn: string, investigationId: string): Promise<GetInvestigationCommandOutput> {
    return this.#paced(async () => {
      const command = new GetInvestigationCommand({ GraphArn: graphArn, InvestigationId: investigationId })
      const send = () => this.#client.send(command)
      return (await sendCommand({ operation: 'detective:GetInvestigation', command, send })).output
    })
  }

  /** All pages. `unknown` counts indicators of kinds that AWS has added since. */
  async indicators(graphArn: string, investigationId: string) {
    const indicators: PulledIndicator[] = []
    let unknown = 0
    let token: string | undefined
    do {
      const at = token
      const output = await this.#paced(async () => {
        const page = at === undefined ? {} : { NextToken: at }
        const command = new ListIndicatorsCommand({ GraphArn: graphArn, InvestigationId: investigationId, ...page })
        const send = () => this.#client.send(command)
        return (await sendCommand({ operation: 'detective:ListIndicators', command, send })).output
      })
      const pulled = (output.Indicators ?? []).map(pulledIndicator)
      unknown += pulled.filter((one) => one === null).length
      indicators.push(...pulled.filter((one) => one !== null))
      token = output.NextToken
    } while (token !== undefined)
    return { indicators, unknown }
  }

  async #paced<Output>(send: () => Promise<Output>): Promise<Output> {
    const mayRequest = () => {
      this.#count()
      return true
    }
    const output = await pacedCall({ pace: this.#pace, mayRequest, send })
    if (output === null) throw new Error('A call without a limit was held back by one.')
    return output
  }
}
