import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { PeopleComparison } from '../../../model/identity.ts'
import type { Person } from '../../../model/person.ts'
import { api } from '../../api.ts'
import { exactTime, plainValue } from '../../lib/format.ts'
import { personLabel } from '../../lib/people.ts'
import { asPersonLike } from '../../lib/profile.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import classes from './ComparePeople.module.css'

type Row = PeopleComparison['traits'][number]

/** Two people trait by trait; the value that one person made of both would have stands out. */
export function ComparePeople({ person, other }: { person: Person; other: string }) {
  const theirs = useQuery({ queryKey: ['people', 'one', other], queryFn: () => api.people.get(other) })
  const comparison = useQuery({
    queryKey: ['people', 'comparison', person.id, other],
    queryFn: () => api.people.comparison(person.id, other),
  })
  if (comparison.error) {
    return (
      <ErrorState
        error={comparison.error}
        title="The two could not be compared"
        again={() => void comparison.refetch()}
      />
    )
  }
  if (!comparison.data || !theirs.data) return <BlockSkeleton height={160} />
  const { traits } = comparison.data
  if (traits.length === 0) return <Text size="sm">Neither of them has any traits.</Text>
  return (
    <div className={classes.scroll}>
      <Table fz="sm" verticalSpacing={6} aria-label="Both side by side">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Trait</Table.Th>
            <Table.Th>{personLabel(asPersonLike(person))}</Table.Th>
            <Table.Th>{personLabel(asPersonLike(theirs.data))}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {traits.map((row) => (
            <Table.Tr key={row.trait}>
              <Table.Th scope="row" fw={500}>
                {row.trait}
              </Table.Th>
              <Side saying={row.mine} wins={row.wins !== 'theirs'} differs={row.wins !== 'equal'} />
              <Side saying={row.theirs} wins={row.wins !== 'mine'} differs={row.wins !== 'equal'} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Side({ saying, wins, differs }: { saying: Row['mine']; wins: boolean; differs: boolean }) {
  if (!saying) return <Table.Td c="dimmed">–</Table.Td>
  return (
    <Table.Td title={`${saying.source}, ${exactTime(saying.at)}`}>
      <span className={wins && differs ? classes.wins : differs ? classes.loses : undefined}>
        {plainValue(saying.value)}
      </span>
      {wins && differs && <span className={classes.kept}>kept</span>}
    </Table.Td>
  )
}
