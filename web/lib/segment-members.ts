import type { SegmentMembers } from '../../model/segment.ts'
import { counted } from './format.ts'

const nouns = { people: ['person', 'people'], companies: ['company', 'companies'] } as const

/** "1 person", "12 companies". */
export function countedMembers(count: number, members: SegmentMembers): string {
  const [one, many] = nouns[members]
  return counted(count, one, many)
}
