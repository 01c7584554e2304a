import type { Json } from '../../../domain/canonical-json.js'
import { fieldsOf, type JsonObject } from '../../record/record-values.js'
import { buildsImages } from '../impact/built-images.js'
import { numberAt, textAt, textsUnder } from '../request-values.js'
import type { ActRule } from '../rule.js'

/** Ports by which machines are administered, and on which data lies open. */
const adminPorts = [
  22, 23, 135, 139, 445, 1433, 1521, 2375, 2376, 3306, 3389, 5432, 5601, 5900, 5985, 5986, 6379, 6443, 9200, 10250,
  27017,
]

/**
 * A door for the whole internet: a security group that lets anybody reach a port of administration or of data. Web ports are meant to be
 * open. ATT&CK T1562.007, disable or modify cloud firewall.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 */
export const ingressOpened: ActRule = {
  kind: 'acts',
  id: 'ec2-ingress-opened',
  title: 'Security group opened to the internet',
  technique: 'T1562.007',
  tactic: 'exfiltration',
  calls: { ec2: 'AuthorizeSecurityGroupIngress ModifySecurityGroupRules CreateNetworkAclEntry ReplaceNetworkAclEntry' },
  judge: (act, trail) => {
    const open = rulesIn(act.request, 0).filter((rule) => isWide(rule) && !isDenial(rule))
    const ports = open.map(portsOf)
    const [from, to] = ports.find(([low, high]) => adminPorts.some((port) => low <= port && port <= high)) ?? []
    if (from === undefined || to === undefined) return null
    const isAll = to - from >= 1000
    const group = textsUnder(act.request, 'groupId', 'groupName', 'networkAclId')[0] ?? 'a group'
    const isForBuilding = !isAll && buildsImages(act, trail)
    return {
      severity: isAll ? 'high' : isForBuilding ? 'low' : 'medium',
      why: isForBuilding ? ['the same actor launches machines and makes images of them'] : [],
      what: `${group} opened to the internet: ${isAll ? 'all ports' : from === to ? `port ${from}` : `ports ${from}-${to}`}`,
    }
  },
}

const maxDepth = 8

/** The rules lie flat in the request, or in lists of lists: each is the innermost object that names ports or networks. */
function rulesIn(value: Json | undefined, depth: number): JsonObject[] {
  if (depth > maxDepth) return []
  if (Array.isArray(value)) return value.flatMap((item) => rulesIn(item, depth + 1))
  const fields = fieldsOf(value)
  if (fields === undefined) return []
  if (networksOf(fields).length > 0) return [fields]
  return Object.values(fields).flatMap((inner) => rulesIn(inner, depth + 1))
}

function networksOf(rule: JsonObject): string[] {
  if (
    rule.ipProtocol === undefined &&
    rule.fromPort === undefined &&
    rule.cidrIp === undefined &&
    rule.CidrIpv4 === undefined &&
    rule.CidrIpv6 === undefined &&
    rule.cidrBlock === undefined
  )
    return []
  return textsUnder(rule, 'cidrIp', 'cidrIpv4', 'cidrIpv6', 'cidrBlock', 'ipv6CidrBlock')
}

/** Prefixes this short hold a whole continent's addresses. */
const wideBits = 7

function isWide(rule: JsonObject): boolean {
  return networksOf(rule).some((network) => {
    const bits = network.split('/')[1]
    return bits !== undefined && Number(bits) <= wideBits
  })
}

function isDenial(rule: JsonObject): boolean {
  return rule.ruleAction === 'deny' || rule.egress === true
}

/** Protocol -1 is every protocol, which has every port. */
function portsOf(rule: JsonObject): [from: number, to: number] {
  const protocol = textAt(rule, 'ipProtocol') ?? textAt(rule, 'IpProtocol') ?? textAt(rule, 'aclProtocol') ?? ''
  const from = numberAt(rule, 'fromPort') ?? numberAt(rule, 'FromPort') ?? numberAt(rule, 'portRange.from')
  const to = numberAt(rule, 'toPort') ?? numberAt(rule, 'ToPort') ?? numberAt(rule, 'portRange.to')
  if (protocol === '-1' || from === undefined || from === -1)
    return protocol.startsWith('icmp') ? [-1, -1] : [0, 65_535]
  return [from, to ?? from]
}
