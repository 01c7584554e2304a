import { assertNever } from '../../domain/assert-never.js'
import { compileMatchers } from './compile-matchers.js'
import type { FieldTest } from './field-test.js'
import type { Logic } from './logic.js'
import type { RecordView } from './record-view.js'

export type RecordTest = (view: RecordView) => boolean

/** Logic as one function, so that nothing of the rule is looked at again for each record. */
export function compileLogic(logic: Logic<FieldTest>): RecordTest {
  switch (logic.kind) {
    case 'leaf': {
      const { field, matchers } = logic.leaf
      const test = compileMatchers(matchers)
      return field === null ? (view) => test(view.texts(), view) : (view) => test(view.values(field), view)
    }
    case 'not': {
      const test = compileLogic(logic.of)
      return (view) => !test(view)
    }
    case 'and': {
      const tests = logic.of.map(compileLogic)
      return (view) => tests.every((test) => test(view))
    }
    case 'or': {
      const tests = logic.of.map(compileLogic)
      return (view) => tests.some((test) => test(view))
    }
    default:
      return assertNever(logic, 'logic')
  }
}
