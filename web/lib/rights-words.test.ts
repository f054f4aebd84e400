import { expect, it } from 'vitest'
import { everyAction } from '../../model/rights.ts'
import { rightsWords } from './rights-words.ts'

it('rights are told in plain words, an object a sentence', () => {
  const deals = { ...everyAction('own'), view: 'team', export: 'none' } as const
  expect(rightsWords({ deals, people: { ...everyAction('none'), view: 'all' } })).toEqual([
    'People: sees all; changes nothing.',
    'Companies: sees none.',
    'Deals: sees their team’s; makes, changes, deletes and gives away their own.',
    'All other records: sees none.',
  ])
})
