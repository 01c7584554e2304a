/** The steps that Amazon Detective and GuardDuty use, least first. */
export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof severities)[number]

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(least)
}

export function highest(all: readonly Severity[]): Severity {
  return all.reduce<Severity>((top, severity) => (isAtLeast(severity, top) ? severity : top), 'informational')
}

/** Down by `steps`, and never below the least. */
export function lowered(severity: Severity, steps: number): Severity {
  return severities[Math.max(0, severities.indexOf(severity) - steps)] ?? 'informational'
}
