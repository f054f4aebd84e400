import { Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { Explanation, Person } from '../../../model/person.ts'
import { api } from '../../api.ts'
import { counted } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { Decisions } from './Decisions.tsx'
import { IdentityLinks } from './IdentityLinks.tsx'
import { MergePeople } from './MergePeople.tsx'
import { SplitPerson } from './SplitPerson.tsx'

const IdentityGraph = lazy(() => import('./IdentityGraph.tsx').then((m) => ({ default: m.IdentityGraph })))

/** Why a person is one person: in a sentence, as a picture, and link by link. */
export function Identity({ person }: { person: Person }) {
  const explanation = useQuery({
    queryKey: ['people', 'explanation', person.id],
    queryFn: () => api.people.explanation(person.id),
  })
  const mayChange = useMay()('people:write')
  if (explanation.error) {
    return (
      <ErrorState
        error={explanation.error}
        title="The explanation could not be read"
        again={() => void explanation.refetch()}
      />
    )
  }
  if (!explanation.data) return <BlockSkeleton height={320} />
  const { links } = explanation.data
  return (
    <>
      <Title order={2} size="h3" mb={4}>
        Why is this one person?
      </Title>
      <Text mb="md">{summaryOf(explanation.data)}</Text>
      {mayChange && (
        <Group gap="xs" mb="md">
          <MergePeople person={person} />
          <SplitPerson id={person.id} identifiers={explanation.data.identifiers} />
        </Group>
      )}
      <Decisions person={person.id} mayChange={mayChange} />
      {links.length > 0 && (
        <Suspense fallback={<BlockSkeleton height={320} />}>
          <IdentityGraph explanation={explanation.data} />
        </Suspense>
      )}
      <IdentityLinks explanation={explanation.data} />
    </>
  )
}

function summaryOf({ identifiers, links, former_ids }: Explanation): string {
  const mine = identifiers.filter((one) => one.mine).length
  const accepted = links.filter((link) => link.accepted).length
  const refused = links.length - accepted
  if (mine === 1 && links.length === 0)
    return 'One identifier was seen so far, and nothing linked it to another.'
  return [
    accepted > 0
      ? `${counted(mine, 'identifier belongs', 'identifiers belong')} to this person, because ${counted(accepted, 'link binds', 'links bind')} them together.`
      : `${counted(mine, 'identifier belongs', 'identifiers belong')} to this person.`,
    refused > 0 ? `${counted(refused, 'link was', 'links were')} refused.` : '',
    former_ids.length > 0
      ? `${counted(former_ids.length, 'other id leads', 'other ids lead')} here, so that no address ever breaks.`
      : '',
  ]
    .filter(Boolean)
    .join(' ')
}
