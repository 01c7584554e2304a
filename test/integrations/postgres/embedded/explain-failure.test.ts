import { explainFailure, isPassing } from '../../../../integrations/postgres/embedded/explain-failure.js'

describe('what the server wrote before it ended', () => {
  it.each([
    ['initdb: error: could not write file "x/PG_VERSION": No space left on device', 'disk-full', 'the disk is full'],
    ['FATAL:  could not write to file "pg_wal/xlogtemp.1": Disk quota exceeded', 'disk-full', 'free some space'],
    ['postgres: error while loading shared libraries: libicui18n.so.60: cannot open', 'binaries-unusable', 'npm ci'],
    ["/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.28' not found (required by x)", 'binaries-unusable', 'glibc'],
    ['FATAL:  database files are incompatible with server', 'wrong-version', 'another PostgreSQL version'],
    ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'port-in-use', 'free a port'],
    ['FATAL:  could not open file "global/pg_control": Permission denied', 'folder-unusable', 'owner and mode'],
    ['FATAL:  something that nobody has seen yet', 'start-failed', 'mend what its last lines name'],
  ])('explains: %s', (output, problem, part) => {
    const error = explainFailure('start in /srv/t', `LOG:  starting\n${output}\n`)
    expect(error).toMatchObject({ name: 'EmbeddedServerError', problem })
    const [sentence = ''] = error.message.split('\n')
    expect(sentence).toMatch(
      /^The embedded PostgreSQL server could not start in \/srv\/t, because .*: .* DATABASE_URL .*\.$/,
    )
    expect(sentence).toContain(part)
    expect(error.logTail).toContain(output)
  })

  it('is shown from its end, and not at length', () => {
    const output = Array.from({ length: 500 }, (_, line) => `LOG:  line ${line}`).join('\n')
    const { logTail } = explainFailure('start', output)
    expect(logTail.split('\n')).toHaveLength(8)
    expect(logTail).toMatch(/line 499$/)
  })

  it.each([
    'could not bind IPv4 address "127.0.0.1": Address already in use',
    'FATAL:  lock file "postmaster.pid" already exists',
    'FATAL:  pre-existing shared memory block (key 5432, ID 1) is still in use',
  ])('is worth another try: %s', (output) => {
    expect(isPassing(output)).toBe(true)
  })

  it('is not worth another try where it would be the same', () => {
    expect(isPassing('FATAL:  could not write: No space left on device')).toBe(false)
  })
})
