import type { Engine } from '../../src/engine/engine.js'
import type { AwsAccess, AwsAccount, AwsWriter } from '../../src/ports.js'
import { LeaseLostError } from '../../workers/lease.js'
import type { WorkerTools } from '../../workers/worker-tools.js'
import { aroundMethods } from './virtual/around-methods.js'

/**
 * When the process dies: at its nth call to the outside from now, or nth write to IAM, before it is sent or after it had its
 * effect and before the answer was read.
 */
export interface Death {
  readonly calls: number
  readonly of: 'all' | 'writes'
  readonly when: 'before' | 'after'
}

const isWrite = (method: string) => /^(put|delete|attach|detach|set)/.test(method)

/**
 * The life of one worker process. Dead, it sends nothing, records nothing, reports nothing and renews no lease, as one that was
 * killed with SIGKILL; what had left it before is on its way all the same, and of a look that takes several requests the rest. Its
 * orders are taken up when their leases are over. LeaseLostError is what ends an order without a word.
 */
export class WorkerLife {
  readonly #whenDead: () => void
  #isDead = false
  #death: Death | null = null
  #callsLeft = 0

  /** `whenDead` is told once, at once. */
  constructor(whenDead: () => void = () => {}) {
    this.#whenDead = whenDead
  }

  get isDead(): boolean {
    return this.#isDead
  }

  die(): void {
    if (this.#isDead) return
    this.#isDead = true
    this.#whenDead()
  }

  dieAt(death: Death): void {
    this.#death = death
    this.#callsLeft = death.calls
  }

  /** A call of the process to the outside: the one at which it may die. */
  readonly outside = async (name: string, call: () => unknown): Promise<unknown> => {
    this.assertAlive()
    const isLast = this.#isLast(name)
    if (isLast && this.#death?.when === 'before') this.die()
    this.assertAlive()
    const answer = await call()
    if (isLast) this.die()
    this.assertAlive()
    return answer
  }

  assertAlive(): void {
    if (this.#isDead) throw new LeaseLostError('The worker died.')
  }

  #isLast(method: string): boolean {
    if (this.#death === null || (this.#death.of === 'writes' && !isWrite(method))) return false
    this.#callsLeft -= 1
    return this.#callsLeft <= 0
  }
}

/** A worker's tools, in the hands of one that can die. */
export function mortalTools(tools: WorkerTools, life: WorkerLife): WorkerTools {
  const outside = <T extends object>(port: T): T => aroundMethods(port, life.outside)
  const store = aroundMethods(tools.engine.store, async (_, call) => {
    life.assertAlive()
    return call()
  })
  const engine: Engine = { ...tools.engine, store }
  return {
    ...tools,
    engine,
    access: mortalAccess(tools.access, outside),
    messenger: outside(tools.messenger),
    undoCards: outside(tools.undoCards),
  }
}

type Outside = <T extends object>(port: T) => T

function mortalAccess(access: AwsAccess, outside: Outside): AwsAccess {
  const { partition, accountId } = access
  return {
    partition,
    accountId,
    reader: (incidentId) => mortalAccount(access.reader(incidentId), outside),
    writer: (incidentId, entity) => mortalWriter(access.writer(incidentId, entity), outside),
  }
}

function mortalAccount(aws: AwsAccount, outside: Outside): AwsAccount {
  const { partition, accountId, detective, findings } = aws
  return {
    partition,
    accountId,
    iam: outside(aws.iam),
    rolesAnywhere: (region) => outside(aws.rolesAnywhere(region)),
    sts: outside(aws.sts),
    cloudTrail: outside(aws.cloudTrail),
    trails: aws.trails.map(outside),
    detective: detective === null ? null : outside(detective),
    findings: findings ? outside(findings) : null,
  }
}

function mortalWriter(aws: AwsWriter, outside: Outside): AwsWriter {
  const { partition, accountId } = aws
  return {
    partition,
    accountId,
    iam: outside(aws.iam),
    rolesAnywhere: (region) => outside(aws.rolesAnywhere(region)),
    sts: outside(aws.sts),
  }
}
