import type { ConnectedAwsAccount } from '../../../integrations/aws/aws-account.js'
import type { Engine } from '../../../src/engine/engine.js'
import type { AwsAccess } from '../../../src/ports.js'
import { LeaseLostError } from '../../../workers/lease.js'
import { processEffect } from '../../../workers/process-effect.js'
import type { WorkerTools } from '../../../workers/worker-tools.js'
import { aroundMethods } from './around-methods.js'
import { withoutRoles } from './without-roles.js'

/**
 * When the process dies: at its nth call to the outside from now, or nth write to IAM, before it is sent or after it had its
 * effect and before the answer was read.
 */
export interface Death {
  readonly calls: number
  readonly of: 'all' | 'writes'
  readonly when: 'before' | 'after'
}

const isWrite = (method: string) => /^(put|delete|attach|detach|setKey)/.test(method)

/**
 * A worker process that can die. Dead, it sends nothing, records nothing and reports nothing; its orders are taken up when
 * their leases are over. LeaseLostError is what ends an order without a word.
 */
export class VirtualWorker {
  readonly id: string
  readonly #tools: WorkerTools
  readonly #leaseMs: number
  readonly #atWork = new Set<string>()
  #isDead = false
  #death: Death | null = null
  #callsLeft = 0

  constructor(id: string, tools: WorkerTools, aws: ConnectedAwsAccount, leaseMs: number) {
    this.id = id
    this.#leaseMs = leaseMs
    const outside = <T extends object>(port: T): T => aroundMethods(port, (name, call) => this.#outside(name, call))
    const store = aroundMethods(tools.engine.store, async (_, call) => {
      this.#assertAlive()
      return call()
    })
    const engine: Engine = { ...tools.engine, store }
    this.#tools = {
      ...tools,
      engine,
      access: mortal(aws, outside),
      messenger: outside(tools.messenger),
      undoCards: outside(tools.undoCards),
    }
  }

  get isDead(): boolean {
    return this.#isDead
  }

  /** Ids of the effects in hand; a dead worker has none. */
  get atWork(): ReadonlySet<string> {
    return this.#atWork
  }

  die(): void {
    this.#isDead = true
  }

  dieAt(death: Death): void {
    this.#death = death
    this.#callsLeft = death.calls
  }

  /** Takes up an offer. What goes wrong in here beyond a death is a bug, and thrown. */
  async take(effectId: string): Promise<void> {
    if (this.#isDead || this.#atWork.has(effectId)) return
    this.#atWork.add(effectId)
    try {
      await processEffect(this.#tools, { workerId: this.id, leaseMs: this.#leaseMs }, effectId)
    } catch (error) {
      if (!(this.#isDead && error instanceof LeaseLostError)) throw error
    } finally {
      this.#atWork.delete(effectId)
    }
  }

  async #outside(name: string, call: () => unknown): Promise<unknown> {
    this.#assertAlive()
    const isLast = this.#isLast(name)
    if (isLast && this.#death?.when === 'before') this.#isDead = true
    this.#assertAlive()
    const answer = await call()
    if (isLast) this.#isDead = true
    this.#assertAlive()
    return answer
  }

  #isLast(method: string): boolean {
    if (this.#death === null || (this.#death.of === 'writes' && !isWrite(method))) return false
    this.#callsLeft -= 1
    return this.#callsLeft <= 0
  }

  #assertAlive(): void {
    if (this.#isDead) throw new LeaseLostError('The worker died.')
  }
}

/** One connection, as the virtual world assumes no roles; every call of it leads through `outside`. */
function mortal(aws: ConnectedAwsAccount, outside: <T extends object>(port: T) => T): AwsAccess {
  const { partition, accountId } = aws
  const [iam, sts, cloudTrail] = [outside(aws.iam), outside(aws.sts), outside(aws.cloudTrail)]
  const trails = aws.trails.map(outside)
  const rolesAnywhere = (region: string) => outside(aws.rolesAnywhere(region))
  const findings = aws.findings ? outside(aws.findings) : null
  return withoutRoles({ partition, accountId, iam, rolesAnywhere, sts, cloudTrail, trails, detective: null, findings })
}
