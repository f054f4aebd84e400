import type { EnrichmentDefinition, TriedTrait } from '../../../model/enrichment.ts'
import type { JsonObject } from '../../../model/json.ts'
import { systemActor } from '../../access/index.ts'
import { companyFacts, traitFacts } from '../../people/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { Asked } from '../ask/judge.ts'

type Word = { v: unknown; s: string }
type Fact = Word & { o?: Word[] }

/** What becomes of each value of an answer: whether it is written, and why not. */
export async function chooseValues(
  db: Queryable,
  { id, object, definition }: Asked,
  { record, values }: { record: string; values: JsonObject },
): Promise<TriedTrait[]> {
  const facts =
    object === 'person'
      ? await factsOfPerson(db, record)
      : new Map(Object.entries(await companyFacts(db, record)))
  return Object.entries(values).map(([trait, value]) => {
    const fact = facts.get(trait)
    const isKept = whenOf(definition, trait) === 'missing' && isSaidByOthers(fact, id)
    return {
      trait,
      value,
      now: fact?.v ?? null,
      written: !isKept,
      reason: isKept ? 'Another source says something already.' : null,
    }
  })
}

async function factsOfPerson(db: Queryable, person: string): Promise<Map<string, Fact>> {
  const facts = (await traitFacts(db, systemActor, person)) ?? []
  return new Map(facts.map(({ trait, fact }) => [trait, fact]))
}

function whenOf({ mapping }: EnrichmentDefinition, trait: string): 'missing' | 'always' {
  return mapping.find((one) => one.trait === trait)?.when ?? 'missing'
}

function isSaidByOthers(fact: Fact | undefined, provider: string): boolean {
  return fact !== undefined && [fact, ...(fact.o ?? [])].some(({ v, s }) => s !== provider && v !== null)
}
