import type { FaultyWorld } from './bring-about.js'
import type { VirtualWorld } from './virtual-world.js'

/** A world in which what goes wrong with AWS goes wrong in each of its accounts. */
export function inAllAccounts(world: VirtualWorld): FaultyWorld {
  const accounts = world.sites.map(({ account }) => account)
  return {
    account: {
      injectFault: (rule) => {
        for (const account of accounts) account.injectFault(rule)
      },
      slow: {
        add: (rule) => {
          for (const { slow } of accounts) slow.add(rule)
        },
      },
      delayTrail: (byMs) => {
        for (const account of accounts) account.delayTrail(byMs)
      },
    },
    killWorker: () => world.killWorker(),
    killWorkerAt: (death) => world.killWorkerAt(death),
  }
}
