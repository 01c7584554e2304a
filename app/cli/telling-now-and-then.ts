import { terminalText } from '../terminal-text.js'

const progressMs = 2_000

/** A line to stderr now and then, where it takes long enough to wonder; `always` for what must not be left out. */
export function tellingNowAndThen(): (text: string, always?: boolean) => void {
  let tellAt = Date.now() + progressMs
  return (text, always = false) => {
    if (!always && Date.now() < tellAt) return
    tellAt = Date.now() + progressMs
    process.stderr.write(`${terminalText(text, 300)}\n`)
  }
}
