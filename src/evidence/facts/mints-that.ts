import type { Mint, MintList } from './trail-facts.js'

/** Those that are asked for. */
export function mintsThat(mints: MintList, isWanted: (mint: Mint) => boolean): Mint[] {
  const found: Mint[] = []
  for (const mint of mints) if (isWanted(mint)) found.push(mint)
  return found
}
