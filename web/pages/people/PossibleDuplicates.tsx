import { Alert, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { LinkagePair } from '../../../model/linkage.ts'
import type { Person } from '../../../model/person.ts'
import { api } from '../../api.ts'
import { links } from '../../lib/links.ts'
import { fieldWords, percent, personName } from '../../lib/pair-words.ts'
import { TextLink } from '../../ui/links.tsx'

const ROWS = 5
const REFRESH_MS = 5_000
const REASONS = 2

/** Who may be the same person, by what was learned; somebody new or changed is compared a few seconds later. */
export function PossibleDuplicates({ person: { id } }: { person: Person }) {
  const pairs = useQuery({
    queryKey: ['linkage', 'found', 'open', id, 'record'],
    queryFn: () => api.linkage.pairs({ person: id }, { limit: ROWS }),
    refetchInterval: REFRESH_MS,
  })
  const rows = pairs.data?.data ?? []
  if (rows.length === 0) return null
  return (
    <Alert color="gray" variant="light" p="xs" mb="md" title="Possible duplicates">
      {rows.map((pair) => (
        <Candidate key={pair.id} pair={pair} of={id} />
      ))}
      {pairs.data?.next && (
        <TextLink {...links.duplicates({ person: id })} fz="sm" underline="always">
          Show all
        </TextLink>
      )}
    </Alert>
  )
}

function Candidate({ pair, of }: { pair: LinkagePair; of: string }) {
  const other = pair.a.id === of ? pair.b : pair.a
  const more = [other.name && other.email, reasonOf(pair)].filter(Boolean).join(' · ')
  return (
    <Text size="sm">
      <TextLink {...links.duplicates({ pair: pair.id, person: of })} underline="always">
        {personName(other)}
      </TextLink>{' '}
      {percent(pair.probability)} {more && `· ${more}`}
    </Text>
  )
}

/** What spoke most for it. */
function reasonOf({ evidence: { comparisons } }: LinkagePair): string {
  return comparisons
    .map(({ name, weight, adjustment }) => ({ name, bits: weight + adjustment }))
    .filter(({ bits }) => bits > 1)
    .toSorted((a, b) => b.bits - a.bits)
    .slice(0, REASONS)
    .map(({ name }) => fieldWords(name))
    .join(', ')
}
