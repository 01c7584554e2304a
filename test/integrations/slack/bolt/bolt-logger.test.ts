import { LogLevel } from '@slack/bolt'
import { boltLogger } from '../../../../integrations/slack/bolt/bolt-logger.js'
import { keptLog } from '../../../support/slack/served-slack.js'

describe('Bolt’s log in ours', () => {
  it('never has a debug line: those hold whole payloads', () => {
    const { log, lines } = keptLog()
    const logger = boltLogger(log)
    logger.debug('Received a message on the WebSocket: {"payload":1}')
    logger.setLevel(LogLevel.DEBUG)
    logger.debug('again')
    expect([lines, logger.getLevel()]).toEqual([[], LogLevel.INFO])
  })

  it('has levels as they are, errors by their message, and no object', () => {
    const { log, lines } = keptLog()
    const logger = boltLogger(log)
    logger.warn('one', new Error('two'), { token: 'three' }, undefined)
    logger.error(new Error('four', { cause: new Error('five') }))
    expect(lines).toEqual([
      { level: 'warn', message: 'Slack library.', details: { said: 'one two object undefined' } },
      { level: 'error', message: 'Slack library.', details: { said: 'four' } },
    ])
  })

  it.each([
    'xoxb-1234-5678-abcDEF',
    'xapp-1-A0APP-123-abcdef',
    'xoxe.xoxp-1-Mi0yLTE',
    'wss://wss-primary.slack.com/link/?ticket=secret-ticket&app_id=1',
    'https://hooks.slack.com/services/x?token=secret-token',
  ])('has no secret: %s', (secret) => {
    const { log, lines } = keptLog()
    boltLogger(log).info(`It went to ${secret}, and "${secret}" failed.`)
    expect(JSON.stringify(lines)).not.toMatch(/abcDEF|123-abc|Mi0yLTE|secret-/)
    expect(JSON.stringify(lines)).toContain('[redacted]')
  })

  it('is cut', () => {
    const { log, lines } = keptLog()
    boltLogger(log).error('x'.repeat(10_000))
    expect(JSON.stringify(lines).length).toBeLessThan(700)
  })
})
