import { DetectiveClient } from '@aws-sdk/client-detective'
import { type AwsConnection, clientOptions } from '../client-options.js'
import type { Pace } from '../paced-call.js'
import { type CreatedWithin, DetectiveCalls } from './detective-calls.js'

/** One of a list: what decides whether more of it is asked for. */
export interface ListedInvestigation {
  readonly id: string
  readonly isDone: boolean
  readonly isArchived: boolean
}

/**
 * Investigations of one Region's behavior graph, whoever has started them. Failures throw AwsError.
 * https://docs.aws.amazon.com/detective/latest/APIReference/API_ListInvestigations.html
 */
export class InvestigationInbox {
  readonly #client: DetectiveClient
  readonly #calls: DetectiveCalls

  constructor({ connection, region, pace }: { connection: AwsConnection; region: string; pace: Pace }) {
    this.#client = new DetectiveClient(clientOptions(connection, 'slow', region))
    this.#calls = new DetectiveCalls(this.#client, pace, () => {})
  }

  /** null: Detective is not switched on, or another account administers it. */
  graph(): Promise<string | null> {
    return this.#calls.graph()
  }

  async list(graphArn: string, created: CreatedWithin): Promise<ListedInvestigation[]> {
    const listed = await this.#calls.list(graphArn, created)
    return listed.flatMap(({ InvestigationId, Status, State }) =>
      InvestigationId === undefined
        ? []
        : [{ id: InvestigationId, isDone: Status === 'SUCCESSFUL', isArchived: State === 'ARCHIVED' }],
    )
  }

  /** As `aws detective get-investigation` prints it. */
  detail(graphArn: string, id: string): Promise<object> {
    return this.#calls.detail(graphArn, id)
  }

  close(): void {
    this.#client.destroy()
  }
}
