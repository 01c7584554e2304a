import { EmbeddedServerError, type EmbeddedServerProblem, USE_ANOTHER_DATABASE } from './embedded-server-error.js'

type Explanation = { seen: RegExp; problem: EmbeddedServerProblem; why: string; remedy: string }

/** Texts of PostgreSQL 18, of the loader and of libc, in English: the server runs with LC_ALL=C. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    seen: /No space left on device|Disk quota exceeded/,
    problem: 'disk-full',
    why: 'because the disk is full',
    remedy: 'free some space and try again',
  },
  {
    seen: /error while loading shared libraries|Library not loaded|version `GLIBC|not found \(required by|cannot execute/,
    problem: 'binaries-unusable',
    why: 'because a library that it needs is missing on this system',
    remedy: 'use a glibc-based Linux with libstdc++, reinstall with `npm ci`',
  },
  {
    seen: /database files are incompatible|initialized by PostgreSQL version/,
    problem: 'wrong-version',
    why: 'because its data belongs to another PostgreSQL version',
    remedy: 'use the Tourniquet version that created it, or move the data away',
  },
  {
    seen: /Address already in use|could not create any TCP\/IP sockets/,
    problem: 'port-in-use',
    why: 'because every port it tried on 127.0.0.1 was taken or forbidden',
    remedy: 'free a port and try again',
  },
  {
    seen: /Permission denied|Read-only file system|Operation not permitted/,
    problem: 'folder-unusable',
    why: 'because its user may not use one of its files',
    remedy: 'correct the owner and mode of the file named below',
  },
]

/** Turns the last lines of initdb's or the server's output into an error; `doing` is like "start in /srv/x". */
export function explainFailure(doing: string, output: string): EmbeddedServerError {
  const logTail = lastLines(output)
  const known = EXPLANATIONS.find(({ seen }) => seen.test(output))
  if (known === undefined) {
    const sentence = `The embedded PostgreSQL server could not ${doing}, because it stopped with an error: mend what its last lines name, or ${USE_ANOTHER_DATABASE}.`
    return new EmbeddedServerError('start-failed', sentence, { logTail })
  }
  const sentence = `The embedded PostgreSQL server could not ${doing}, ${known.why}: ${known.remedy}, or ${USE_ANOTHER_DATABASE}.`
  return new EmbeddedServerError(known.problem, sentence, { logTail })
}

/** Whether another start, after a moment and on another port, may succeed: a race, or a dead server's last children. */
export function isPassing(output: string): boolean {
  return (
    isPortTaken(output) || /lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(output)
  )
}

/** Only then another port has to be tried: whoever knows the server's address should find it there again. */
export function isPortTaken(output: string): boolean {
  return output.includes('Address already in use')
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-8).join('\n')
}
