import type { ExerciseFault } from '../../../exercises/schema/faults.js'
import type { FaultRuleInput } from '../../../simulated-aws/faults.js'
import { assertNever } from '../../../src/domain/assert-never.js'
import type { Death } from '../mortal-tools.js'
import type { Chat } from './chat.js'
import type { SlowCalls } from './slow-calls.js'

/** A world in which things can go wrong. Times are exercise time. */
export interface FaultyWorld {
  readonly account: {
    injectFault(rule: FaultRuleInput): void
    readonly slow: Pick<SlowCalls, 'add'>
    delayTrail(byMs: number): void
  }
  killWorker(): void
  killWorkerAt(death: Death): void
}

type StageFault = Exclude<ExerciseFault, { kind: 'away' }>

/** IAM's own answer where it is asked too often. */
const THROTTLING = { code: 'Throttling', status: 400, message: 'Rate exceeded' }

/** Makes something go wrong from now on. */
export function bringAbout(world: FaultyWorld, chat: Pick<Chat, 'goDown'>, fault: StageFault): void {
  const { account } = world
  switch (fault.kind) {
    case 'throttle':
      account.injectFault({ operation: fault.operation, error: THROTTLING, times: fault.times })
      break
    case 'error': {
      const { operation, code, status, when, times } = fault
      account.injectFault({ operation, when, error: { code, status }, times })
      break
    }
    case 'cutOff': {
      const { operation, when, times } = fault
      account.injectFault({ operation, when, error: 'reset', times })
      break
    }
    case 'slow':
      account.slow.add({ operation: fault.operation, byMs: fault.by.ms, times: fault.times })
      break
    case 'trailLate':
      account.delayTrail(fault.by.ms)
      break
    case 'chatDown':
      chat.goDown(fault.for.ms)
      break
    case 'killWorker':
      killWorker(world, fault.when)
      break
    default:
      assertNever(fault, 'fault')
  }
}

function killWorker(world: FaultyWorld, when: 'now' | 'beforeWrite' | 'afterWrite'): void {
  if (when === 'now') world.killWorker()
  else world.killWorkerAt({ calls: 1, of: 'writes', when: when === 'beforeWrite' ? 'before' : 'after' })
}
