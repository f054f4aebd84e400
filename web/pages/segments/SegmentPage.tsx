import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Segment } from '../../../model/segment.ts'
import { segmentWords } from '../../../model/segment-words.ts'
import { api } from '../../api.ts'
import { links } from '../../lib/links.ts'
import { BulkProgress } from '../../components/lists/BulkProgress.tsx'
import { useDefinitionNames } from '../../lib/segment-choices.ts'
import { countedMembers } from '../../lib/segment-members.ts'
import { useMay } from '../../lib/session.ts'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { RecordState } from '../../ui/RecordState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { ListEditor } from './ListEditor.tsx'
import { SegmentExports } from './exports/SegmentExports.tsx'
import { SegmentCost } from './SegmentCost.tsx'
import { SegmentCompanies } from './SegmentCompanies.tsx'
import { SegmentActions } from './SegmentActions.tsx'
import { SegmentHistory } from './SegmentHistory.tsx'
import { SegmentMembers } from './SegmentMembers.tsx'
import { SegmentSplits } from './SegmentSplits.tsx'
import { SegmentStateChip } from './SegmentStateChip.tsx'
import { SegmentUses } from './SegmentUses.tsx'
import { Why } from './Why.tsx'
import classes from './segment.module.css'

const route = getRouteApi('/segments/$id')
const REFRESH_MS = 3_000

export function SegmentPage() {
  const { id } = route.useParams()
  const segment = useQuery({
    queryKey: ['segments', 'one', id],
    queryFn: () => api.segments.get(id),
    refetchInterval: REFRESH_MS,
  })
  const nameOf = useDefinitionNames()
  const may = useMay()
  const mayReadPeople = may('people:read')
  const parent = <TextLink {...links.segments()}>Segments</TextLink>
  if (!segment.data) {
    return (
      <RecordState
        query={segment}
        title="Segment"
        parent={parent}
        missing="There is no segment at this address"
      />
    )
  }
  const { data } = segment
  return (
    <Page
      title={data.name}
      note={<SegmentStateChip segment={data} />}
      parent={parent}
      action={<SegmentActions segment={data} />}
      description={data.description}
    >
      {data.members === 'people' && may('people:write') && (
        <BulkProgress object="person" words={{ one: 'person', many: 'people' }} />
      )}
      <p className={classes.sentence}>{segmentWords(data, nameOf)}</p>
      <State segment={data} />
      <SegmentUses id={id} />
      <SegmentHistory key={id} segment={data} />
      {data.kind === 'live' && <SegmentCost segment={data} />}
      <SegmentSplits segment={data} />
      {data.kind !== 'static' && <Why segment={data} />}
      <ListEditor segment={data} />
      {mayReadPeople && <SegmentExports key={`exports ${id}`} segment={data} />}
      {data.members === 'companies'
        ? may('companies:read') && <SegmentCompanies key={`members ${id}`} segment={data} />
        : mayReadPeople && <SegmentMembers key={`members ${id}`} segment={data} />}
    </Page>
  )
}

function State({ segment }: { segment: Segment }) {
  return (
    <div className={classes.state}>
      <strong className={classes.size}>{countedMembers(segment.size, segment.members)}</strong>
      {segment.error ? (
        <Text size="sm" c="var(--kith-bad)" role="alert">
          It could not be evaluated: {segment.error}
        </Text>
      ) : (
        <Text size="sm" c="dimmed">
          {followWords(segment)}{' '}
          {segment.evaluated_at && segment.kind === 'live' && (
            <>
              Evaluated <RelativeTime at={segment.evaluated_at} />.
            </>
          )}
        </Text>
      )}
    </div>
  )
}

function followWords({ kind, state, pace }: Segment): string {
  if (pace === 'slowed') return 'Evaluated less often, because it takes too long: see what it costs.'
  if (state === 'copying') return 'Being frozen.'
  if (kind === 'frozen') return 'Frozen: nobody enters or leaves until it is thawed.'
  if (kind === 'static') return 'Changes by hand only.'
  if (state === 'building') return 'Being built: looking through everything that ever happened.'
  return 'Follows what happens.'
}
