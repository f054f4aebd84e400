import { Button, SegmentedControl, Stack } from '@mantine/core'
import { IconUserShare } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AssignedObject, AssignmentRule } from '../../../model/assignment.ts'
import { assignmentApi } from '../../api-assignment.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Page } from '../../ui/Page.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { BulkProgress } from '../../components/lists/BulkProgress.tsx'
import { Availability } from './Availability.tsx'
import { GiveOut } from './GiveOut.tsx'
import { RuleDialog } from './RuleDialog.tsx'
import { RuleRow } from './RuleRow.tsx'

const objects = [
  { value: 'lead', label: 'Leads' },
  { value: 'deal', label: 'Deals' },
] satisfies { value: AssignedObject; label: string }[]

/** Who gets new records that nobody owns. */
export function AssignmentPage() {
  const [object, setObject] = useState<AssignedObject>('lead')
  const [open, setOpen] = useState<AssignmentRule | 'new' | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['assignment-rules', object],
    queryFn: () => assignmentApi.list(object),
  })
  const add = <Button onClick={() => setOpen('new')}>New rule</Button>
  const rules = data?.data ?? []
  return (
    <Page
      title="Assignment rules"
      description="Who gets a new record that nobody owns. The first rule from the top that matches decides."
      action={rules.length > 0 && add}
      toolbar={
        <SegmentedControl
          aria-label="Records"
          data={objects}
          value={object}
          onChange={(value) => setObject(value === 'deal' ? 'deal' : 'lead')}
        />
      }
    >
      {error && <ErrorState error={error} again={() => void refetch()} />}
      {!data && !error && <LinesSkeleton />}
      {data && rules.length === 0 && (
        <EmptyState title="No rules yet" icon={<IconUserShare size={22} />} action={add}>
          Without a rule, records that come from programs wait until somebody takes them.
        </EmptyState>
      )}
      <Stack gap="xs" component="ol" p={0} mt={0} mb="md">
        {rules.map((rule, place) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            place={place}
            ids={rules.map(({ id }) => id)}
            onOpen={() => setOpen(rule)}
          />
        ))}
      </Stack>
      <BulkProgress object={object} words={{ one: object, many: `${object}s` }} />
      {rules.length > 0 && <GiveOut object={object} rules={rules} />}
      <Availability />
      {open && (
        <RuleDialog object={object} rule={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </Page>
  )
}
