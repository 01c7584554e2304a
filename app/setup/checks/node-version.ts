import { type CheckLine, green, red, yellow } from '../check-line.js'

const name = 'Node.js'

/** `version` as process.versions.node has it. */
export function checkNodeVersion(version: string): CheckLine {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    return red(name, `${version} is too old`, 'Install Node.js 22 or later; 20.19 is the least that works.')
  }
  if (major < 22) {
    const cure = 'Install Node.js 22 or later before you update the AWS SDK.'
    return yellow(name, `${version} works; AWS SDK releases after January 2027 need 22`, cure)
  }
  return green(name, version)
}
