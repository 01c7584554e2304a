/**
 * A text from outside, safe to print: escape sequences, control and invisible direction characters become visible as
 * \u{...}, and it stays on its line. An attacker chooses session names, and a terminal obeys what it is sent.
 */
export function terminalText(text: string, maxChars = 120): string {
  const safe = [...text].map((char) => (isHarmless(char) ? char : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`))
  return safe.length > maxChars ? `${safe.slice(0, maxChars).join('')}…` : safe.join('')
}

function isHarmless(char: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(char)
}
