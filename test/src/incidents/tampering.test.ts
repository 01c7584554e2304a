import { SYSTEM_CHAIN } from '../../../src/audit/checkpoint.js'
import { AuditLab } from '../../support/audit/audit-lab.js'
import { type Target, tamperings } from '../../support/audit/tampering.js'

const TRIALS = 100

/** mulberry32: the same numbers for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides
  }
}

const chainNames = ['inc_1', 'inc_2', 'inc_3', SYSTEM_CHAIN]

/** Some incidents and the system chain, with a checkpoint now and then; the last records have no anchor yet. */
async function aRecord(roll: (sides: number) => number): Promise<AuditLab> {
  const lab = new AuditLab()
  for (let step = 0; step < 40; step += 1) {
    lab.append(chainNames[step < 8 ? step % 4 : roll(4)] ?? SYSTEM_CHAIN, `step ${step}`)
    if (step === 8 || roll(5) === 0) await lab.checkpoint()
  }
  await lab.checkpoint()
  for (let step = 0; step < 8; step += 1) lab.append(chainNames[step % 4] ?? SYSTEM_CHAIN, `late ${step}`)
  return lab
}

/** A record of any chain, anchored or not as asked. */
function aTarget(lab: AuditLab, roll: (sides: number) => number, anchored: boolean): Target {
  const chain = chainNames[roll(4)] ?? SYSTEM_CHAIN
  const covered = lab.anchoredSeq(chain)
  const records = lab.database.chains.get(chain)?.records.length ?? 0
  return { chain, place: anchored ? roll(covered) : covered + roll(records - covered) }
}

const records = await Promise.all(Array.from({ length: TRIALS }, (_, seed) => aRecord(dice(seed))))

describe.each(Object.entries(tamperings))('to %s', (_kind, tamper) => {
  it(`is found in each of ${TRIALS} trials where an outside anchor is newer than the record`, async () => {
    for (const [seed, made] of records.entries()) {
      const lab = made.copy()
      const target = aTarget(lab, dice(seed), true)
      tamper(lab, target)
      expect({ seed, target, verified: (await lab.verify()).verified }).toEqual({ seed, target, verified: false })
    }
  })

  it('is found, or the record is said to be in the exposed window, where no anchor is newer', async () => {
    for (const [seed, made] of records.entries()) {
      const lab = made.copy()
      const target = aTarget(lab, dice(seed), false)
      const writtenAt = String(lab.database.chains.get(target.chain)?.records[target.place]?.body.at)
      tamper(lab, target)
      const { verified, localOnly, verifiedUpTo, exposedWindow } = await lab.verify()
      const isTold = !localOnly && verifiedUpTo === exposedWindow.since && (verifiedUpTo ?? '') < writtenAt
      expect({ seed, target, isHonest: !verified || isTold }).toEqual({ seed, target, isHonest: true })
    }
  })
})

describe('a record that nobody touched', () => {
  it(`is verified in each of ${TRIALS} trials, with its exposed window`, async () => {
    for (const lab of records) {
      expect(await lab.verify()).toMatchObject({
        verified: true,
        broken: [],
        localOnly: false,
        records: 48,
        incidents: 3,
        exposedWindow: { records: 8 },
      })
    }
  })
})

describe('whoever has the database and the key', () => {
  it('stays unseen where no anchor is outside of this host, and that is what verification says', async () => {
    for (const [seed, made] of records.slice(0, 10).entries()) {
      const lab = made.copy()
      tamperings['re-chain with the key']?.(lab, aTarget(lab, dice(seed), true))
      const { anchored } = lab
      lab.anchored = anchored.map(({ body }) => lab.database.checkpoints[body.number - 1]).flatMap((each) => each ?? [])
      const found = await lab.verify([{ ...lab.sink, outside: false }])
      expect(found).toMatchObject({ verified: true, localOnly: true, exposedWindow: { records: found.records } })
    }
  })
})
