import { toolOf } from '../../../../src/evidence/timeline/tool-of-agent.js'

describe('what a user agent is shown as', () => {
  it.each([
    [
      'aws-cli/2.15.0 Python/3.11.6 Linux/5.10.0 exe/x86_64.amzn.2 prompt/off command/sts.get-caller-identity',
      'aws-cli/2.15.0 Python/3.11.6 (Linux)',
    ],
    [
      'Boto3/1.28.57 md/Botocore#1.31.57 ua/2.0 os/macos#21.6.0 md/arch#x86_64 lang/python#3.11.4 Botocore/1.31.57',
      'Boto3/1.28.57 Botocore/1.31.57 (macOS)',
    ],
    [
      'APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+https://www.terraform.io) terraform-provider-aws/5.18.1 aws-sdk-go/1.45.24 (go1.20; linux; amd64)',
      'Terraform/1.5.7 terraform-provider-aws/5.18.1 aws-sdk-go/1.45.24 (Linux)',
    ],
    ['stratus-red-team_11a6ef34-e130-4579-a1d3-0123456789ab', 'stratus-red-team_*'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0', 'Firefox (Linux)'],
    ['cloudformation.amazonaws.com', 'AWS service cloudformation'],
    ['AWS Internal', 'AWS console'],
    ['', 'no user agent'],
    ['  ', 'no user agent'],
  ])('%j', (agent, shown) => {
    expect(toolOf(agent)).toBe(shown)
  })

  it('is short, however long the text is', () => {
    const long = Array.from({ length: 500 }, (_, i) => `tool${i}-${'x'.repeat(100)}/1.0`).join(' ')
    expect(toolOf(long).length).toBeLessThanOrEqual(200)
  })
})
