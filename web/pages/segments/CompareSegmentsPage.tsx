import { MultiSelect } from '@mantine/core'
import { IconCirclesRelation } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { z } from 'zod'
import { links } from '../../lib/links.ts'
import { segmentChoicesQuery } from '../../lib/segment-choices.ts'
import { useMay } from '../../lib/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { MakeUp } from './MakeUp.tsx'
import { Overlap } from './Overlap.tsx'

const route = getRouteApi('/segments/compare')
const MOST = 3

/** What two or three segments have in common, and what sets them apart. */
export function CompareSegmentsPage() {
  const { segments = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const { data = [] } = useQuery(segmentChoicesQuery)
  const ids = segments.split(',').filter((id) => z.uuid().safeParse(id).success)
  const choose = (chosen: string[]) =>
    void navigate({ ...links.compareSegments(chosen), replace: true, resetScroll: false })
  return (
    <Page
      title="Compare segments"
      parent={<TextLink {...links.segments()}>Segments</TextLink>}
      toolbar={
        <MultiSelect
          aria-label="Segments to compare"
          placeholder={ids.length < MOST ? 'Choose two or three segments' : ''}
          searchable
          clearable
          maxValues={MOST}
          data={data.filter(({ members }) => members === 'people')}
          value={ids}
          onChange={choose}
          nothingFoundMessage="No segment is called so."
          w="min(100%, 44rem)"
        />
      }
    >
      {ids.length < 2 ? (
        <EmptyState title="Choose two segments" icon={<IconCirclesRelation size={22} />}>
          Their circles show how many people they have in common; the tables beneath what those of one do or
          are more often than those of the other.
        </EmptyState>
      ) : (
        <>
          <Overlap ids={ids} />
          {may('people:read') && <MakeUp ids={ids} />}
        </>
      )}
    </Page>
  )
}
