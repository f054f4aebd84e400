import type { EnrichmentShape } from '../../../model/enrichment.ts'
import { clearbitCompany } from './clearbit-company.ts'
import { clearbitPerson } from './clearbit-person.ts'
import { experianPerson } from './experian-person.ts'

/** The shapes that are ready but for a key. */
export const shapes: EnrichmentShape[] = [clearbitPerson, clearbitCompany, experianPerson]
