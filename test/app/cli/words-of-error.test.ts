import { wordsOfError } from '../../../app/cli/words-of-error.js'

const failure = (code: string, more: object) => Object.assign(new Error(`${code}: as Node words it`), { code, ...more })

describe('what a person is told of an error', () => {
  it.each([
    ['ENOENT', { path: 'logs/a.json' }, /^logs\/a\.json does not exist: check the path/],
    ['EACCES', { path: 'tokens' }, /^tokens may not be opened by this user \(EACCES\)/],
    ['EISDIR', { path: 'logs' }, /^logs is a folder, and a file is needed/],
    ['ENOSPC', { path: 'out/report.html' }, /^out\/report\.html cannot be written, for the disk is full/],
    ['EADDRINUSE', { address: '127.0.0.1', port: 8080 }, /^Port 8080 of 127\.0\.0\.1 is taken: end what listens there/],
    ['EACCES', { address: '127.0.0.1', port: 80 }, /^Port 80 of 127\.0\.0\.1 .*take one of 1024 or above/],
    ['EADDRNOTAVAIL', { address: '203.0.113.1', port: 8080 }, /^203\.0\.113\.1 is no address of this machine/],
  ])('of %s %j is what it was about, and what to do', (code, more, told) => {
    expect(wordsOfError(failure(code, more))).toMatch(told)
  })

  it.each([
    ['an error of ours', new Error('There is no playbook "x".')],
    ['a code that says nothing to people', failure('ERR_UNKNOWN', {})],
    ['a failure of the system without a path or a port', failure('ENOENT', {})],
  ])('of %s is its own sentence', (_, error) => {
    expect(wordsOfError(error)).toBe(error.message)
  })
})
