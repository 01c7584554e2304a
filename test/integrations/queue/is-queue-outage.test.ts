import { isQueueOutage } from '../../../integrations/queue/is-queue-outage.js'

const coded = (code: string, message = ''): Error => Object.assign(new Error(message), { code })

describe('an outage of the queue', () => {
  it.each([
    ['a refused connection', coded('ECONNREFUSED')],
    ['a cut connection', coded('ECONNRESET', 'read ECONNRESET')],
    ['a name that does not resolve', coded('ENOTFOUND')],
    ['a host with several addresses, none of which answers', new AggregateError([coded('ECONNREFUSED')])],
    ['PostgreSQL shutting down', coded('57P01', 'terminating connection due to administrator command')],
    ['PostgreSQL starting', coded('57P03')],
    ['PostgreSQL with too many connections', coded('53300')],
    ['PostgreSQL with a full disk', coded('53100')],
    ['a PostgreSQL standby', coded('25006')],
    ['a deadlock', coded('40P01')],
    ['pg on a cut connection', new Error('Connection terminated unexpectedly')],
    ['a full pool', new Error('timeout exceeded when trying to connect')],
    ['Redis while it is away', new Error("Stream isn't writeable and enableOfflineQueue options is false")],
    ['Redis too slow', new Error('Command timed out')],
    ['Redis full', new Error("OOM command not allowed when used memory > 'maxmemory'.")],
    ['a Redis replica', new Error("READONLY You can't write against a read only replica.")],
    ['Redis with a full disk', new Error('MISCONF Redis is configured to save RDB snapshots')],
    ['Redis reading its file', new Error('LOADING Redis is loading the dataset in memory')],
  ])('is %s', (_title, error) => {
    expect(isQueueOutage(error)).toBe(true)
  })

  it.each([
    ['a malformed job id', new Error('Custom Id cannot contain :')],
    ['a missing table', coded('42P01')],
    ['a wrong password', coded('28P01')],
    ['a wrong Redis password', new Error('WRONGPASS invalid username-password pair')],
    ['a type error', new TypeError("Cannot read properties of undefined (reading 'id')")],
    ['several errors, none of them one', new AggregateError([new Error('a'), coded('42P01')])],
    ['no error', 'ECONNREFUSED'],
  ])('is not %s: no retry would help', (_title, error) => {
    expect(isQueueOutage(error)).toBe(false)
  })
})
