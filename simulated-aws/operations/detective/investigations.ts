import { z } from 'zod'
import type { Account } from '../../account/account.js'
import type { JsonObject } from '../../json.js'
import { type Failure, failure } from '../../pipeline/aws-error.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { indicatorsOf, severityOf } from './indicators.js'

type Investigation = {
  readonly id: string
  readonly entityArn: string
  readonly createdAtMs: number
  readonly fromMs: number
  readonly toMs: number
  readonly indicators: JsonObject[]
}

const investigationsOf = new WeakMap<Account, Map<string, Investigation>>()

function investigations(account: Account): Map<string, Investigation> {
  const known = investigationsOf.get(account) ?? new Map<string, Investigation>()
  investigationsOf.set(account, known)
  return known
}

const listGraphs = operation({
  service: 'detective',
  name: 'ListGraphs',
  readOnly: true,
  input: z.object({ NextToken: z.string().optional() }),
  run: ({ account }, { NextToken }) => {
    const { detectiveGraphArn, settings } = account
    if (settings.emptyPages && NextToken === undefined) return { ok: true, result: { GraphList: [], NextToken: '0' } }
    const graphs = detectiveGraphArn === undefined ? [] : [{ Arn: detectiveGraphArn, CreatedTime: graphCreated }]
    return { ok: true, result: { GraphList: graphs } }
  },
})

const graphCreated = '2024-01-15T09:00:00.000Z'

const instant = z.iso.datetime({ offset: true })

const startInvestigation = operation({
  service: 'detective',
  name: 'StartInvestigation',
  readOnly: false,
  input: z.object({
    GraphArn: z.string(),
    EntityArn: z.string().regex(/^arn:[\w-]+:iam::\d{12}:(user|role)\/.+$/),
    ScopeStartTime: instant,
    ScopeEndTime: instant,
  }),
  resource: (_account, { GraphArn }) => GraphArn,
  run: ({ account }, { GraphArn, EntityArn, ScopeStartTime, ScopeEndTime }) => {
    const refusal = graphRefusal(account, GraphArn)
    if (refusal !== undefined) return refusal
    const [fromMs, toMs] = [Date.parse(ScopeStartTime), Date.parse(ScopeEndTime)]
    if (fromMs >= toMs) return invalid('ScopeStartTime must be before ScopeEndTime.')
    const id = String(account.now().getTime()).padStart(13, '0') + String(investigations(account).size).padStart(8, '0')
    const indicators = indicatorsOf(account.trail.all(), { entityArn: EntityArn, fromMs, toMs })
    const createdAtMs = account.now().getTime()
    investigations(account).set(id, { id, entityArn: EntityArn, createdAtMs, fromMs, toMs, indicators })
    return { ok: true, result: { InvestigationId: id } }
  },
})

const invalid = (message: string) => failure({ code: 'ValidationException', status: 400, message })

function graphRefusal(account: Account, graphArn: string): Failure | undefined {
  if (graphArn === account.detectiveGraphArn) return undefined
  return failure({ code: 'ResourceNotFoundException', status: 404, message: 'The behavior graph does not exist.' })
}

const onInvestigation = { GraphArn: z.string(), InvestigationId: z.string().length(21) }

function find(
  account: Account,
  { GraphArn, InvestigationId }: { GraphArn: string; InvestigationId: string },
): { ok: true; found: Investigation } | Failure {
  const refusal = graphRefusal(account, GraphArn)
  if (refusal !== undefined) return refusal
  const found = investigations(account).get(InvestigationId)
  if (found !== undefined) return { ok: true, found }
  return failure({ code: 'ResourceNotFoundException', status: 404, message: 'The investigation does not exist.' })
}

function isDone(account: Account, { createdAtMs }: Investigation): boolean {
  return account.now().getTime() - createdAtMs >= (account.settings.investigationMs ?? 0)
}

/** What a list tells of an investigation. */
function summaryOf(account: Account, investigation: Investigation): JsonObject {
  const { entityArn, createdAtMs, id, indicators } = investigation
  const isOver = isDone(account, investigation)
  return {
    InvestigationId: id,
    EntityArn: entityArn,
    EntityType: entityArn.includes(':role/') ? 'IAM_ROLE' : 'IAM_USER',
    CreatedTime: new Date(createdAtMs).toISOString(),
    Status: isOver ? 'SUCCESSFUL' : 'RUNNING',
    Severity: isOver ? severityOf(indicators) : 'INFORMATIONAL',
    State: 'ACTIVE',
  }
}

function scopeOf({ fromMs, toMs }: Investigation): JsonObject {
  return { ScopeStartTime: new Date(fromMs).toISOString(), ScopeEndTime: new Date(toMs).toISOString() }
}

const listInvestigations = operation({
  service: 'detective',
  name: 'ListInvestigations',
  readOnly: true,
  input: z.object({
    GraphArn: z.string(),
    NextToken: z.string().regex(/^\d+$/).optional(),
    MaxResults: z.number().int().min(1).max(100).default(50),
    FilterCriteria: z
      .object({ CreatedTime: z.object({ StartInclusive: instant, EndInclusive: instant }).optional() })
      .default({}),
  }),
  resource: (_account, { GraphArn }) => GraphArn,
  run: ({ account }, { GraphArn, NextToken, MaxResults, FilterCriteria: { CreatedTime } }) => {
    const refusal = graphRefusal(account, GraphArn)
    if (refusal !== undefined) return refusal
    const [fromMs, toMs] = [CreatedTime?.StartInclusive, CreatedTime?.EndInclusive].map((time) =>
      Date.parse(time ?? ''),
    )
    const wanted = [...investigations(account).values()].filter(
      ({ createdAtMs }) => !(createdAtMs < (fromMs ?? Number.NaN)) && !(createdAtMs > (toMs ?? Number.NaN)),
    )
    const isEmptyPage = account.settings.emptyPages && NextToken === undefined
    const from = Number(NextToken ?? 0)
    const next = isEmptyPage ? 0 : from + MaxResults
    const InvestigationDetails = wanted.slice(from, next).map((one) => summaryOf(account, one))
    const token = isEmptyPage || next < wanted.length ? { NextToken: String(next) } : {}
    return { ok: true, result: { InvestigationDetails, ...token } }
  },
})

const getInvestigation = operation({
  service: 'detective',
  name: 'GetInvestigation',
  readOnly: true,
  input: z.object(onInvestigation),
  resource: (_account, { GraphArn }) => GraphArn,
  run: ({ account }, input) => {
    const investigation = find(account, input)
    if (!investigation.ok) return investigation
    const result = {
      GraphArn: input.GraphArn,
      ...summaryOf(account, investigation.found),
      ...scopeOf(investigation.found),
    }
    return { ok: true, result }
  },
})

const listIndicators = operation({
  service: 'detective',
  name: 'ListIndicators',
  readOnly: true,
  input: z.object({
    ...onInvestigation,
    IndicatorType: z.string().optional(),
    NextToken: z.string().regex(/^\d+$/).optional(),
    MaxResults: z.number().int().min(1).max(100).default(50),
  }),
  resource: (_account, { GraphArn }) => GraphArn,
  run: ({ account }, input) => {
    const investigation = find(account, input)
    if (!investigation.ok) return investigation
    const { found } = investigation
    const known = isDone(account, found) ? found.indicators : []
    const wanted = known.filter((one) => [undefined, one.IndicatorType].includes(input.IndicatorType))
    const from = Number(input.NextToken ?? 0)
    const isEmptyPage = account.settings.emptyPages && input.NextToken === undefined
    const next = isEmptyPage ? 0 : from + input.MaxResults
    const Indicators = wanted.slice(from, next)
    const token = isEmptyPage || next < wanted.length ? { NextToken: String(next) } : {}
    const { GraphArn, InvestigationId } = input
    return { ok: true, result: { GraphArn, InvestigationId, Indicators, ...token } }
  },
})

export const detectiveOperations: Operation[] = [
  ...[listGraphs, startInvestigation, listInvestigations],
  ...[getInvestigation, listIndicators],
]
