import { databaseRefusal } from '../../app/database-refusal.js'

const url = 'postgres://tourniquet:canary-password@db.example.com:5432/tourniquet'
const failure = (code: string, message: string) => Object.assign(new Error(message), { code })

describe('a database that cannot be used, for whoever starts the program', () => {
  it.each([
    ['ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:5432', /does not answer \(connect ECONNREFUSED.*start it/],
    ['ECONNREFUSED', '', /does not answer \(ECONNREFUSED\)/],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND db.example.com', /does not answer .*DATABASE_URL/],
    ['', 'timeout expired', /does not answer \(timeout expired\)/],
    ['28P01', 'password authentication failed', /does not take the user or the password \(28P01\)/],
    ['3D000', 'database "x" does not exist', /has no database of that name .*create it/],
    ['57P03', 'the database system is starting up', /does not take connections yet/],
  ])('is named with the reason and the cure, and never its password: %s %s', (code, message, told) => {
    const refusal = databaseRefusal(failure(code, message), url)
    expect(refusal.name).toBe('DatabaseRefusedError')
    expect(refusal.message).toMatch(/^PostgreSQL at db\.example\.com:5432 /)
    expect(refusal.message).toMatch(told)
    expect(refusal.message).not.toContain('canary')
  })

  it('is not made of an error that is about something else', () => {
    const other = failure('42P01', 'relation "incidents" does not exist')
    expect(databaseRefusal(other, url)).toBe(other)
  })
})
