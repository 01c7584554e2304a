import { type CheckLine, green, red, yellow } from '../check-line.js'

/** AWS refuses signatures that are further off: https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html */
const REFUSED_MS = 5 * 60_000
const ODD_MS = 5_000

/** How far this machine's clock is from another one; `skewMs` is theirs less ours. */
export function checkClock(name: string, whose: string, skewMs: number): CheckLine {
  const seconds = (Math.abs(skewMs) / 1000).toFixed(1)
  const cure =
    "Set this machine's clock by NTP (timedatectl set-ntp true), and look at the other one where it is shared."
  if (Math.abs(skewMs) > REFUSED_MS) {
    return red(name, `${seconds} s apart from ${whose}: AWS refuses signatures beyond 5 minutes`, cure)
  }
  if (Math.abs(skewMs) > ODD_MS) return yellow(name, `${seconds} s apart from ${whose}`, cure)
  return green(name, `less than ${ODD_MS / 1000} s apart from ${whose}`)
}
