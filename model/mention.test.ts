import { expect, it } from 'vitest'
import { cutMentions, mentioned } from './mention.ts'

const ana = { id: '1', name: 'Ana' }
const silva = { id: '2', name: 'Ana Silva' }
const other = { id: '3', name: 'ana' }

it.each([
  ['ask @Ana', ['1']],
  ['ask @ANA SILVA, please', ['2']],
  ['@Ana and @Ana Silva', ['1', '2']],
  ['@Anastasia', []],
  ['mail to ana@ana', []],
  ['(@Ana)', ['1']],
  ['', []],
])('finds in "%s" who is mentioned', (text, ids) => {
  expect(mentioned(text, [ana, silva]).map(({ id }) => id)).toEqual(ids)
})

it('means everybody of a name that several have', () => {
  expect(mentioned('@Ana', [ana, other]).map(({ id }) => id)).toEqual(['1', '3'])
})

it('loses no character of the text', () => {
  const text = 'a @Ana b @x @Ana Silva'
  expect(
    cutMentions(text, [ana, silva])
      .map((part) => part.text)
      .join(''),
  ).toBe(text)
})
