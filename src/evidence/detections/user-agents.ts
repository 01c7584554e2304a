/** What calls by itself from instances that AWS manages. */
const instanceProgram =
  /amazon-ssm-agent|amazon-ssm|CloudWatchAgent|aws-fluent|ecs-agent|Amazon ECS Agent|kubelet|cloud-init|amazon-cloudwatch/i

export function isProgramOnInstance(userAgent: string): boolean {
  return instanceProgram.test(userAgent)
}

/** A browser, or the console's own servers on its behalf. */
const consoleAgent =
  /^\[?(Mozilla\/|AWS Internal|S3Console|console\.|signin\.|[a-z0-9-]+\.amazonaws\.com$)|aws-internal\/|AWSConsole|console\.amazonaws\.com/i

export function isConsoleAgent(userAgent: string): boolean {
  return consoleAgent.test(userAgent)
}

/** What the command line and the SDK for Python say of the system that they run on. */
const deskAgent =
  /^(aws-cli|Boto3|Botocore)\/.*( Darwin\/|os\/macos#|[Ww]indows[/#]1[01]\b|microsoft-standard-WSL|[-#]kali)/

/** Of a Mac, a Windows for desks, or a Linux that is made for attacks: what people sit at. EC2 has Macs, too, and they are few. */
export function isAtDesk(userAgent: string): boolean {
  return deskAgent.test(userAgent)
}
