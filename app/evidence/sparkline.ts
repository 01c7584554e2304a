const steps = '▁▂▃▄▅▆▇█'

/** One character a number; nothing is a space, so that one call is seen beside a thousand. */
export function sparkline(numbers: readonly number[]): string {
  const most = Math.max(1, ...numbers)
  return numbers.map((n) => (n === 0 ? ' ' : (steps[Math.min(7, Math.ceil((n / most) * 8) - 1)] ?? ''))).join('')
}
