import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Import } from '../../../model/import.ts'
import { api } from '../../api.ts'
import { counted } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { Chip } from '../../ui/Chip.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { RecordState } from '../../ui/RecordState.tsx'
import { CheckStep } from './CheckStep.tsx'
import { isBusy, isFromApi, stateWords } from './import-words.ts'
import { ImportSteps } from './ImportSteps.tsx'
import { MappingStep } from './MappingStep.tsx'
import { ProgressStep } from './ProgressStep.tsx'
import { ResultStep } from './ResultStep.tsx'

const route = getRouteApi('/imports/$id')
const REFRESH_MS = 500

/** An import on its way through the steps; each stands at this address, so one may leave and come back. */
export function ImportPage() {
  const { id } = route.useParams()
  const { step } = route.useSearch()
  const query = useQuery({
    queryKey: ['imports', id],
    queryFn: () => api.imports.get(id),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data.state) ? REFRESH_MS : false),
  })
  const parent = <TextLink {...links.imports()}>Imports</TextLink>
  if (!query.data) {
    return <RecordState query={query} title="Import" parent={parent} missing="There is no such import" />
  }
  const record = query.data
  const isBack = step === 'mapping' && record.state === 'checked'
  const { label, tone } = stateWords[record.state]
  return (
    <Page
      title={record.name}
      parent={parent}
      note={<Chip tone={tone}>{label}</Chip>}
      description={record.total > 0 ? sizeOf(record) : undefined}
    >
      {!isFromApi(record) && <ImportSteps active={isBack ? 1 : placeOf(record)} />}
      <Step record={record} isBack={isBack} />
    </Page>
  )
}

function Step({ record, isBack }: { record: Import; isBack: boolean }) {
  switch (record.state) {
    case 'reading':
    case 'checking':
    case 'running':
    case 'undoing':
      return <ProgressStep record={record} />
    case 'mapping':
      return <MappingStep key={record.id} record={record} />
    case 'checked':
      return isBack ? <MappingStep key={record.id} record={record} /> : <CheckStep record={record} />
    case 'done':
    case 'undone':
    case 'failed':
    case 'cancelled':
      return <ResultStep record={record} />
  }
}

function placeOf({ state }: Import): number {
  if (state === 'reading') return 0
  if (state === 'mapping') return 1
  if (state === 'checking' || state === 'checked') return 2
  return state === 'running' ? 3 : 4
}

function sizeOf(record: Import): string {
  const { files } = record
  const rows = counted(
    files.reduce((sum, file) => sum + file.rows, 0),
    'row',
  )
  return isFromApi(record) ? `${rows}.` : `${rows} in ${counted(files.length, 'table')}.`
}
