import pc from 'picocolors'

/** How a piece of text is meant; a terminal without colours shows it as it is, so a tone never carries anything alone. */
export type Tone = 'plain' | 'dim' | 'strong' | 'good' | 'bad' | 'warning' | 'question' | 'attack' | 'marked'
export type Paint = (tone: Tone, text: string) => string

/** Whether a stream shows colours: a terminal that is not dumb, and nobody has asked for none (https://no-color.org). */
export function hasColours(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb' && (env.NO_COLOR ?? '') === ''
}

export function paintFor(colours: boolean): Paint {
  const { dim, bold, green, red, yellow, cyan, magenta, inverse } = pc.createColors(colours)
  const brushes: Readonly<Record<Tone, (text: string) => string>> = {
    plain: (text) => text,
    dim,
    strong: bold,
    good: green,
    bad: red,
    warning: yellow,
    question: cyan,
    attack: magenta,
    marked: inverse,
  }
  return (tone, text) => brushes[tone](text)
}
