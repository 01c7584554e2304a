import type { Mint, MintList } from './trail-facts.js'
import { wholeMint } from './whole-mint.js'

/** Those that are asked for. */
export function mintsThat(mints: MintList, isWanted: (mint: Mint) => boolean): Mint[] {
  const found: Mint[] = []
  mints.forEach((mint) => {
    if (isWanted(mint)) found.push(wholeMint(mint))
  })
  return found
}
