import { LeastRecent } from '../../../integrations/aws/least-recent.js'

it('what was asked for least recently is forgotten first, and only beyond what is kept', () => {
  const made: string[] = []
  const kept = new LeastRecent<string>(2)
  const of = (key: string) =>
    kept.of(key, () => {
      made.push(key)
      return `${key}!`
    })
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(of)).toEqual(['a!', 'b!', 'a!', 'c!', 'a!', 'b!'])
  expect(made).toEqual(['a', 'b', 'c', 'b'])
})
