import { SegmentedControl, Stack } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { lookupStates, type LookupState } from '../../../model/enrichment.ts'
import { enrichmentApi } from '../../api-enrichment.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { lookupColumns, stateWords } from './lookup-columns.tsx'

const REFRESH_MS = 5_000
const choices = [
  { value: 'all', label: 'All' },
  ...lookupStates.map((value) => ({ value, label: stateWords[value] })),
]

/** What a provider was asked, and what came of it. */
export function LookupLog({ provider }: { provider: string }) {
  const [state, setState] = useState<LookupState | undefined>()
  const list = useList({
    key: ['enrichment', 'lookups', provider, state],
    fetch: (page) => enrichmentApi.lookups({ provider, state }, page),
    refetchInterval: REFRESH_MS,
    keepRows: true,
  })
  return (
    <Stack gap="sm" align="stretch">
      <SegmentedControl
        aria-label="Outcome"
        size="xs"
        style={{ alignSelf: 'start' }}
        data={choices}
        value={state ?? 'all'}
        onChange={(value) => setState(lookupStates.find((one) => one === value))}
      />
      <DataTable
        label="What was asked"
        columns={lookupColumns}
        list={list}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            title={state ? 'Nothing of this kind' : 'Nobody was asked about yet'}
            icon={<IconHistory size={22} />}
          >
            {state
              ? 'No question of the last three months ended so.'
              : 'Each question stands here for three months, with what came of it and why.'}
          </EmptyState>
        }
      />
    </Stack>
  )
}
