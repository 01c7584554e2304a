/** What one check found. A red or yellow line always says what to do about it. No text here holds a secret. */
export type CheckLine =
  | { readonly check: string; readonly status: 'green'; readonly says: string; readonly cure: null }
  | { readonly check: string; readonly status: 'yellow' | 'red'; readonly says: string; readonly cure: string }

export function green(check: string, says: string): CheckLine {
  return { check, status: 'green', says, cure: null }
}

/** Works, and deserves a look. */
export function yellow(check: string, says: string, cure: string): CheckLine {
  return { check, status: 'yellow', says, cure }
}

/** Does not work, or is not safe. */
export function red(check: string, says: string, cure: string): CheckLine {
  return { check, status: 'red', says, cure }
}
