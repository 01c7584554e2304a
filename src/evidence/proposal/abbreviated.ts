const mostCharacters = 160

/**
 * A list as analyses write it (`a; b; c and 4 more`) with whole items as far as they fit, at least the first, and how many
 * are left out: never half a name. One item that is too long by itself ends after a word.
 */
export function abbreviated(list: string, longest = mostCharacters): string {
  const [, named = list, further = '0'] = /^(.*) and (\d+) more$/s.exec(list) ?? []
  const [first = '', ...others] = named.split('; ')
  const shown = [shortened(first, longest)]
  let length = first.length
  for (const item of others) {
    length += item.length + 2
    if (length > longest) break
    shown.push(item)
  }
  const left = others.length + 1 - shown.length + Number(further)
  return shown.join('; ') + (left > 0 ? ` and ${left} more` : '')
}

function shortened(text: string, longest: number): string {
  const characters = [...text]
  if (characters.length <= longest) return text
  const start = characters.slice(0, longest).join('')
  return `${start.replace(/\s+\S*$/, '')}…`
}
