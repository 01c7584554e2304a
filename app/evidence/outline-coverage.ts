import type { DigestCoverage } from '../../src/domain/digest-coverage.js'
import type { EvidenceSource } from '../../src/domain/evidence.js'
import type { Investigation } from '../../src/evidence/investigation.js'
import { type Block, list, paragraph, sentence, showTime, table } from './outline.js'

export function outlineCoverage({ coverage }: Investigation): Block[] {
  const { read, unique, skipped, from, to, regions, accounts, sources, digests } = coverage
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
    ...(digests === null ? [] : digestBlocks(digests)),
  ]
}

const listedFiles = 10

/** Of what is wrong the names; of what is right that it is. */
function digestBlocks({ statement, files, changed, missing, notCovered, breaks, begins }: DigestCoverage): Block[] {
  const named = (caption: string, names: readonly string[], all: number) => {
    const left = all - listedFiles
    const more = left > 0 ? [sentence(`and ${left} more`)] : []
    return list(caption, [...names.slice(0, listedFiles).map((name) => sentence(name)), ...more])
  }
  return [
    paragraph(sentence(statement)),
    ...named('Changed since CloudTrail delivered them', changed, files.changed),
    ...named('Delivered, and not here', missing, files.missing),
    ...named('Named by no digest file', notCovered, files.notCovered),
    ...named('Breaks in the chain of digest files', breaks, breaks.length),
    ...named('Where digest files begin', begins, begins.length),
  ]
}

function gapsOf(sources: readonly EvidenceSource[]) {
  const gaps = sources.flatMap(({ coverage }) => coverage?.gaps ?? [])
  return [...new Set(gaps)].slice(0, 20).map((gap) => sentence(gap))
}
