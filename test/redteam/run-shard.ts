import { z } from 'zod'
import { runPair } from './run-pair.js'
import { nameOf, scenarios } from './scenarios.js'

/** A process of the red-team clock: it is told runs one by one, and answers each with its result. */
const orderSchema = z.object({ scenario: z.string(), seed: z.number().int() })

process.on('message', (message) => {
  const { scenario: name, seed } = orderSchema.parse(message)
  const scenario = scenarios.find((one) => nameOf(one) === name)
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`)
  runPair(scenario, seed).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      throw error
    },
  )
})
