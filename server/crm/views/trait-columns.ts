import { sql, type RawBuilder } from 'kysely'
import { hiddenTraits } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { TRAITS } from '../../../model/view.ts'
import type { ListSource } from './list-source.ts'

/** Whose traits rows of an object have: a company its own, others those of a person. */
export const traitsOf = (object: string) => (object === 'company' ? 'companies' : 'people')

/** The traits among the columns asked for that the caller gets to see; hidden ones are left out, as other fields are. */
export function traitsShown(
  caller: Actor,
  object: string,
  { source, columns = [] }: { source: ListSource; columns?: string[] | undefined },
): string[] {
  if (!source.traits) return []
  const hidden = hiddenTraits(caller, traitsOf(object))
  return columns
    .filter((key) => key.startsWith(TRAITS))
    .map((key) => key.slice(TRAITS.length))
    .filter((name) => !hidden.has(name))
}

/** These traits of row `r` as an object by the keys of their columns. */
export function traitValues({ traits }: ListSource, names: string[]): RawBuilder<unknown> {
  if (!traits || names.length === 0) return sql`'{}'::jsonb`
  const pairs = names.flatMap((name) => [sql`${TRAITS + name}::text`, sql`${traits} -> ${name}::text`])
  return sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(pairs)}))`
}
