import { z } from 'zod'
import { type Operation, operation } from '../../pipeline/operation.js'
import { subjectDetailShape, subjectShape } from './anywhere-shapes.js'
import { anywhereArn, anywhereOf, findById, notFound } from './anywhere-state.js'
import { listPage, pageInput } from './list-page.js'

const service = 'rolesanywhere'

const listSubjects = operation({
  service,
  name: 'ListSubjects',
  readOnly: true,
  input: pageInput,
  run: ({ account, call }, input) => {
    const here = [...anywhereOf(account).subjects.values()].filter(({ region }) => region === call.region)
    return listPage(account, 'subjects', here.map(subjectShape), input)
  },
})

const getSubject = operation({
  service,
  name: 'GetSubject',
  readOnly: true,
  input: z.object({ subjectId: z.string().min(1).max(64) }),
  resource: (account, { subjectId }) => anywhereArn(account, account.region, `subject/${subjectId}`),
  run: ({ account, call }, { subjectId }) => {
    const subject = findById(anywhereOf(account).subjects, subjectId, call.region)
    return subject.ok ? { ok: true, result: { subject: subjectDetailShape(subject.found) } } : subject
  },
})

const listTags = operation({
  service,
  name: 'ListTagsForResource',
  readOnly: true,
  input: z.object({ resourceArn: z.string().min(1).max(1011) }),
  resource: (_account, { resourceArn }) => resourceArn,
  run: ({ account }, { resourceArn }) => {
    const { profiles, trustAnchors } = anywhereOf(account)
    const found = [...profiles.values(), ...trustAnchors.values()].find(({ arn }) => arn === resourceArn)
    if (found === undefined) return notFound()
    return { ok: true, result: { tags: [...found.tags].map(([key, value]) => ({ key, value })) } }
  },
})

export const subjectAndTagOperations: Operation[] = [listSubjects, getSubject, listTags]
