import type { EvidenceSource } from '../../src/domain/evidence.js'
import type { Investigation } from '../../src/evidence/investigation.js'
import { type Block, list, paragraph, sentence, showTime, table } from './outline.js'

export function outlineCoverage({ coverage }: Investigation): Block[] {
  const { read, unique, skipped, from, to, regions, accounts, sources } = coverage
  const window = from === null ? 'no call' : `calls from ${showTime(from)} to ${showTime(to)} UTC`
  const where = `${regions.length} ${regions.length === 1 ? 'Region' : 'Regions'} (${regions.slice(0, 8).join(', ')}), ${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'}`
  const rows = sources.map((source) => ({
    cells: [source.name, source.status, String(source.events), String(source.requests), source.detail ?? ''],
    tone: source.status === 'ok' ? ('plain' as const) : ('open' as const),
    eventIds: [],
  }))
  return [
    paragraph(sentence(`${read} records read, ${unique} different ones, ${skipped} skipped; ${window}, ${where}.`)),
    ...table(['source', 'status', 'records', 'files or requests', 'detail'], rows, {
      limit: 20,
      none: 'No source was asked.',
      long: ['detail'],
    }),
    ...list('Gaps', gapsOf(sources)),
  ]
}

function gapsOf(sources: readonly EvidenceSource[]) {
  const gaps = sources.flatMap(({ coverage }) => coverage?.gaps ?? [])
  return [...new Set(gaps)].slice(0, 20).map((gap) => sentence(gap))
}
