// Numbers for the texts of a log (AssemblyScript, see call-kernel.as): equal texts have one.

/** Of the texts that were met: open addressing, a number each, 0 for none. */
const SLOTS: usize = 8_192
const SLOTS_MASK: u32 = 32_767
const MOST_PROBES: u32 = 16
/** A text's hash, place and length. */
const TEXTS: usize = SLOTS + 131_072
const TEXT_SHIFT: usize = 4
const MOST_TEXTS: u32 = 16_383
/** Of identities, the last one of each sample: its number. */
const IDENTITIES: usize = TEXTS + 262_144
const IDENTITIES_MASK: u32 = 4_095
const SAMPLE_BYTES: u32 = 256

let texts: u32 = 0

/** Forgets all texts. To be called before the bytes behind CONTENT change. */
export function forget(): void {
  memory.fill(SLOTS, 0, (SLOTS_MASK + 1) << 2)
  memory.fill(IDENTITIES, 0, (IDENTITIES_MASK + 1) << 2)
  texts = 0
}

export function placeOf(text: u32): u32 {
  return load<u32>(TEXTS + (<usize>text << TEXT_SHIFT), 4)
}

export function lengthOf(text: u32): u32 {
  return load<u32>(TEXTS + (<usize>text << TEXT_SHIFT), 8)
}

export function textsKnown(): u32 {
  return texts
}

/** One number for equal texts. 0 where so many others have its places that looking would take long: logs may be made for that. */
export function intern(from: usize, length: u32): u32 {
  const hash = hashOf(from, length)
  for (let probe: u32 = 0; probe < MOST_PROBES; probe += 1) {
    const slot = SLOTS + (<usize>((hash + probe) & SLOTS_MASK) << 2)
    const number = load<u32>(slot)
    if (number == 0) {
      if (texts == MOST_TEXTS) return 0
      texts += 1
      store<u32>(slot, texts)
      const row = TEXTS + (<usize>texts << TEXT_SHIFT)
      store<u32>(row, hash)
      store<u32>(row, <u32>from, 4)
      store<u32>(row, length, 8)
      return texts
    }
    const row = TEXTS + (<usize>number << TEXT_SHIFT)
    if (load<u32>(row) == hash && load<u32>(row, 8) == length && isSame(load<u32>(row, 4), from, length)) return number
  }
  return 0
}

function hashOf(from: usize, length: u32): u32 {
  let hash: u64 = length
  let at = from
  for (; length >= 8; length -= 8) {
    hash = (hash ^ load<u64>(at)) * 0x9e3779b97f4a7c15
    hash ^= hash >> 29
    at += 8
  }
  if (length > 0) {
    hash = (hash ^ (load<u64>(at) & ((<u64>1 << (length << 3)) - 1))) * 0x9e3779b97f4a7c15
    hash ^= hash >> 29
  }
  return <u32>(hash ^ (hash >> 32))
}

export function isSame(a: usize, b: usize, length: u32): bool {
  let at: usize = 0
  for (; length >= 16; length -= 16) {
    if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false
    at += 16
  }
  for (; length > 0; length -= 1) {
    if (load<u8>(a + at) != load<u8>(b + at)) return false
    at += 1
  }
  return true
}

/** The identity that was met last among those that begin alike: its number; 0 where there is none, or another text begins here. */
export function identityAt(at: usize): u32 {
  const known = load<u32>(placeOfSample(at))
  return known != 0 && isSame(placeOf(known), at, lengthOf(known)) ? known : 0
}

export function rememberIdentity(at: usize, number: u32): void {
  store<u32>(placeOfSample(at), number)
}

function placeOfSample(at: usize): usize {
  return IDENTITIES + (<usize>(hashOf(at, SAMPLE_BYTES) & IDENTITIES_MASK) << 2)
}
