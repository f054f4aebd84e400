import type { IdentityEffect } from '../../../model/identity-rules.ts'
import { counted, number } from '../../lib/format.ts'

/** What rules would change, in whole sentences; one that says so when nothing would. */
export function effectSentences({ split, merged, identifiers }: IdentityEffect): string[] {
  const { blocked, quarantined, shared, freed } = identifiers
  const sentences = [
    split.people > 0 &&
      `${counted(split.people, 'person', 'people')} would be split into ${number(split.into)}.`,
    merged.people > 0 && `${number(merged.people)} people would be merged into ${number(merged.into)}.`,
    blocked > 0 && `${counted(blocked, 'identifier')} would be blocked.`,
    quarantined > 0 && `${counted(quarantined, 'identifier')} would be quarantined.`,
    shared > 0 && `${counted(shared, 'identifier')} would count as shared.`,
    freed > 0 && `${counted(freed, 'identifier')} would join people again.`,
  ].filter((sentence) => sentence !== false)
  return sentences.length > 0 ? sentences : ['Nobody would be split or merged by it today.']
}
