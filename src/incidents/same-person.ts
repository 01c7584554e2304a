/**
 * Letters of other scripts that look like Latin ones, after lower-casing. Not the whole of UTS #39: those that a person reads
 * as a Latin name without noticing. IAM itself takes ASCII only; findings, addresses and federated names need not.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  ...{ а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', ё: 'e', һ: 'h', і: 'i', ї: 'i', ј: 'j', к: 'k', ӏ: 'l', м: 'm', н: 'h' },
  ...{ о: 'o', р: 'p', ԛ: 'q', г: 'r', ѕ: 's', т: 't', у: 'y', ѵ: 'v', ԝ: 'w', х: 'x', ү: 'y', ԍ: 'g' },
  ...{ α: 'a', β: 'b', ϲ: 'c', ε: 'e', η: 'n', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', σ: 'o', τ: 't', υ: 'u', χ: 'x' },
  ...{ ı: 'i', ɑ: 'a', ɡ: 'g', ł: 'l', ø: 'o', đ: 'd', ƅ: 'b', ո: 'n', օ: 'o', ս: 'u', ց: 'g', հ: 'h' },
}

/** A name as people read it: case, width, accents, invisible characters and look-alike letters aside. */
export function lookKey(name: string): string {
  const seen = name
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\p{Cc}\p{Z}]/gu, '')
    .toLowerCase()
  return [...seen].map((letter) => LOOK_ALIKES[letter] ?? letter).join('')
}

/** Whom a name may stand for: of an address what is before the @, without a +tag. ana+aws@example.com may be ana. */
export function nameKey(name: string): string {
  const [local = ''] = lookKey(name).split('@')
  const [untagged = ''] = local.split('+')
  // A name that is nothing but a tag stays what it is: an empty key would be everybody's.
  return untagged === '' ? local : untagged
}

/** True where two names may be one person's. In doubt they are: whoever is accused must not decide. */
export function mayBeSamePerson(one: string, other: string): boolean {
  const key = nameKey(one)
  return key !== '' && key === nameKey(other)
}
