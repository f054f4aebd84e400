import { z } from 'zod'
import type { Household } from '../../model/household.ts'
import type { Person, TimelineEvent } from '../../model/person.ts'
import { profileParts, type Profile, type ProfilePart, type SalesFacts } from '../../model/profile.ts'

const MAX_EVENTS = 100
const MAX_FIELDS = 200

const names = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)

/** Which parts of a profile, which traits, and how many of the newest events. */
export const profileQuery = z.object({
  include: z
    .string()
    .max(200)
    .transform(names)
    .pipe(z.array(z.enum(profileParts, `may name ${profileParts.join(', ')}`)))
    .optional(),
  fields: z.string().max(10_000).transform(names).pipe(z.array(z.string()).max(MAX_FIELDS)).optional(),
  events: z.coerce.number().int().min(1).max(MAX_EVENTS).default(10),
})

/** What the copies of profiles hold: it costs no question to the database. */
const usual: readonly ProfilePart[] = profileParts.filter(
  (part) => part !== 'events' && part !== 'sales' && part !== 'household',
)

/** The chosen parts of a person. */
export function chooseParts(
  person: Person,
  { include = usual, fields }: Chosen,
  { events, sales, household }: Asked,
): Profile {
  const { id, name, traits, identifiers, companies, segments, ...dates } = person
  const has = (part: ProfilePart) => include.includes(part)
  return {
    id,
    name,
    ...(has('traits') && { traits: fields ? only(traits, fields) : traits }),
    ...(has('identifiers') && { identifiers }),
    ...(has('companies') && { companies }),
    ...(has('segments') && { segments }),
    ...(has('dates') && dates),
    ...(sales && { sales }),
    ...(household !== undefined && { household }),
    ...(events && { events }),
  }
}

type Asked = {
  events: TimelineEvent[] | undefined
  sales: SalesFacts | undefined
  household: Household | null | undefined
}
type Chosen = { include?: readonly ProfilePart[] | undefined; fields?: string[] | undefined }

function only(traits: Person['traits'], fields: string[]): Person['traits'] {
  return Object.fromEntries(
    fields.flatMap((name) => (Object.hasOwn(traits, name) ? [[name, traits[name]]] : [])),
  )
}
