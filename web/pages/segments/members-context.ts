import { createContext, useContext } from 'react'
import type { SegmentMembers } from '../../../model/segment.ts'

/** Of whom the conditions here are: inside of those on a company, of companies. */
export const MembersContext = createContext<SegmentMembers>('people')

const words = {
  people: { who: 'who', noun: 'People', same: 'people' },
  companies: { who: 'which', noun: 'Companies', same: 'companies' },
} as const satisfies Record<SegmentMembers, object>

/** Of whom the conditions here are, and the words for them. */
export function useMembers() {
  const members = useContext(MembersContext)
  return { members, ...words[members] }
}
