import { checkpointGenesisHash, signCheckpoint } from '../../../src/audit/checkpoint.js'
import type { StoredLink } from '../../../src/audit/stored-link.js'
import { type AuditLab, LAB_REALM, type LabChain, type LabDatabase, linkStored, relink, setHead } from './audit-lab.js'

/** The record that is attacked: its chain, and its place there from 0. */
export interface Target {
  readonly chain: string
  readonly place: number
}

/** Returns the spoilt chain. Records behind the target may change as well. */
type ChainAttack = (chain: LabChain, target: Target, lab: AuditLab) => LabChain

const changed = (record: StoredLink): StoredLink => ({
  ...record,
  body: { ...record.body, detail: 'Nothing happened.' },
})

const at = (records: readonly StoredLink[], place: number): StoredLink => {
  const found = records[place]
  if (found === undefined) throw new Error(`There is no record ${place}.`)
  return found
}

const edited: ChainAttack = ({ records, head }, { place }) => ({
  records: records.with(place, changed(at(records, place))),
  head,
})

const rechained: ChainAttack = (chain, target, lab) => relink(target.chain, edited(chain, target, lab))

const backDated: ChainAttack = ({ records, head }, { chain, place }) => {
  const record = at(records, place)
  const body = { ...record.body, at: new Date(Date.parse(String(record.body.at)) - 3_600_000).toISOString() }
  return relink(chain, { records: records.with(place, { ...record, body }), head })
}

const inserted: ChainAttack = ({ records, head }, { chain, place }) => {
  const before = records.slice(0, place)
  const forged = linkStored(chain, before, { ...at(records, place).body, detail: 'This never happened.' })
  return { records: [...before, forged, ...records.slice(place)], head }
}

const cut: ChainAttack = ({ records, head }, { place }) => {
  const chain = { records: records.slice(0, place), head }
  if (head !== null) setHead(chain)
  return chain
}

const spliced: ChainAttack = ({ records, head }, { chain, place }, lab) => {
  const other = [...lab.database.chains].find(([id, { records }]) => id !== chain && records.length > place)?.[1]
  return { records: records.with(place, at(other?.records ?? records.toReversed(), place)), head }
}

/** What is left of a row where half of it was written. */
const torn: ChainAttack = ({ records, head }, { place }) => {
  const { detail: _, what: __, ...body } = at(records, place).body
  return { records: records.with(place, { ...at(records, place), body }), head }
}

const neighbour = (records: readonly StoredLink[], place: number) =>
  place + 1 < records.length ? place + 1 : place - 1

const swapped: ChainAttack = ({ records, head }, { place }) => {
  const other = neighbour(records, place)
  return { records: records.with(place, at(records, other)).with(other, at(records, place)), head }
}

const onChain = (attack: ChainAttack) => (lab: AuditLab, target: Target) => {
  const chain = lab.database.chains.get(target.chain)
  if (chain !== undefined) lab.database.chains.set(target.chain, attack(chain, target, lab))
}

/** Whoever has the key as well makes every checkpoint anew, so that all of the database fits again. */
function resignCheckpoints(lab: AuditLab): void {
  const { database, signer } = lab
  let prevHash = checkpointGenesisHash(LAB_REALM)
  database.checkpoints = database.checkpoints.map(({ body: { keyId: _, ...body } }) => {
    const heads = body.heads.map((head) => {
      const record = database.chains.get(head.chain)?.records[head.seq - 1]
      return { ...head, hash: record?.hash ?? head.hash }
    })
    const made = signCheckpoint(signer, prevHash, { ...body, heads })
    prevHash = made.hash
    return made
  })
  database.acknowledged = database.acknowledged.map((each) => ({
    ...each,
    hash: database.checkpoints.find(({ body }) => body.number === each.number)?.hash ?? each.hash,
  }))
}

/** The whole database as it was before the target was written: rows, checkpoints, and what anchors had confirmed. */
function rolledBack({ database }: AuditLab, target: Target): void {
  const since = String(database.chains.get(target.chain)?.records[target.place]?.body.at)
  const isOlder = (at: string) => at < since
  const chains: LabDatabase['chains'] = new Map()
  for (const [id, { records, head }] of database.chains) {
    const chain = { records: records.filter(({ body }) => isOlder(String(body.at))), head }
    if (head !== null) setHead(chain)
    if (head === null || chain.records.length > 0) chains.set(id, chain)
  }
  database.chains = chains
  database.checkpoints = database.checkpoints.filter(({ body }) => isOlder(body.at))
  const numbers = new Set(database.checkpoints.map(({ body }) => body.number))
  database.acknowledged = database.acknowledged.filter(({ number }) => numbers.has(number))
}

/** The twelve kinds. Each does what its name says to the database alone; what is outside of it stays. */
export const tamperings: Readonly<Record<string, (lab: AuditLab, target: Target) => void>> = {
  'edit a record': onChain(edited),
  'delete a record in the middle': onChain(({ records, head }, { place }) => ({
    records: records.toSpliced(place, 1),
    head,
  })),
  'cut the tail and set the head back': onChain(cut),
  'insert a record': onChain(inserted),
  'swap two records': onChain(swapped),
  're-chain without the key': onChain(rechained),
  're-chain with the key': (lab, target) => {
    onChain(rechained)(lab, target)
    resignCheckpoints(lab)
  },
  'roll back the whole database': rolledBack,
  'splice a record of another incident': onChain(spliced),
  'duplicate a record': onChain(({ records, head }, { place }) => ({
    records: records.toSpliced(place, 0, at(records, place)),
    head,
  })),
  'tear a record': onChain(torn),
  'back-date a record': onChain(backDated),
}
