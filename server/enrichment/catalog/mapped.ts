import type { AnswerType, EnrichmentDefinition, MappedTrait } from '../../../model/enrichment.ts'

/** What shapes have in common: nobody is asked about by itself, little is spent, and answers are kept for three months. */
export const usual = {
  cache_days: 90,
  limits: { per_day: 100, per_month: 1_000 },
  price: { amount: 0, currency: 'USD' },
  consent: null,
  automatic: { who: 'nobody', segment_id: null },
} satisfies Partial<EnrichmentDefinition>

/** A trait that is written only where nobody else says anything. */
export function missing(path: string, trait: string, type: AnswerType = 'text'): MappedTrait {
  return { path, trait, type, when: 'missing' }
}

/** A trait of which the service knows more than others. */
export function always(path: string, trait: string, type: AnswerType = 'text'): MappedTrait {
  return { path, trait, type, when: 'always' }
}
