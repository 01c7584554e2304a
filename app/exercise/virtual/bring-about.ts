import type { ExerciseFault } from '../../../exercises/schema/faults.js'
import { assertNever } from '../../../src/domain/assert-never.js'
import type { Chat } from './chat.js'
import type { VirtualWorld } from './virtual-world.js'

type StageFault = Exclude<ExerciseFault, { kind: 'away' }>

/** IAM's own answer where it is asked too often. */
const THROTTLING = { code: 'Throttling', status: 400, message: 'Rate exceeded' }

/** Makes something go wrong from now on, in virtual time. */
export function bringAbout(world: VirtualWorld, chat: Chat, fault: StageFault): void {
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

function killWorker(world: VirtualWorld, when: 'now' | 'beforeWrite' | 'afterWrite'): void {
  if (when === 'now') world.killWorker()
  else world.killWorkerAt({ calls: 1, of: 'writes', when: when === 'beforeWrite' ? 'before' : 'after' })
}
