import { queueAddress } from '../../../../integrations/aws/sqs/queue-address.js'

it.each([
  ['https://sqs.eu-west-1.amazonaws.com/111122223333/findings', 'eu-west-1', null],
  ['https://sqs.cn-north-1.amazonaws.com.cn/111122223333/findings', 'cn-north-1', null],
  ['https://eu-west-1.queue.amazonaws.com/111122223333/findings', 'eu-west-1', null],
  ['https://sqs.eu-west-1.api.aws/111122223333/findings', 'eu-west-1', null],
  [
    'https://vpce-0a1b-c2d3.sqs.eu-west-1.vpce.amazonaws.com/111122223333/findings',
    'eu-west-1',
    'https://vpce-0a1b-c2d3.sqs.eu-west-1.vpce.amazonaws.com',
  ],
  ['http://127.0.0.1:4566/111122223333/findings', null, 'http://127.0.0.1:4566'],
  [
    'https://sqs.eu-west-1.amazonaws.com.evil.example/111122223333/findings',
    null,
    'https://sqs.eu-west-1.amazonaws.com.evil.example',
  ],
])('reads %s', (url, region, endpoint) => {
  expect(queueAddress(url)).toEqual({
    url,
    region,
    endpoint,
    accountId: '111122223333',
    name: 'findings',
    isFifo: false,
  })
})

it('knows a FIFO queue by its name', () => {
  expect(queueAddress('https://sqs.eu-west-1.amazonaws.com/111122223333/findings.fifo').isFifo).toBe(true)
})
