import { Button, Group, Modal, NativeSelect, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SnapshotSettings } from '../../../../model/forecast-changes.ts'
import { salesApi } from '../../../api-sales.ts'
import { toastSaved } from '../../../lib/toasts.tsx'
import { ErrorState } from '../../../ui/ErrorState.tsx'
import { FormError } from '../../../ui/FormError.tsx'
import { BlockSkeleton } from '../../../ui/Skeletons.tsx'

const settingsKey = ['forecast-weeks']
const zones = Intl.supportedValuesOf('timeZone')
const monday = Date.UTC(2024, 0, 1)

/** Says on which day weeks begin, which is when the forecast is kept. */
export function WeekDialog({ onClose }: { onClose: () => void }) {
  const settings = useQuery({ queryKey: settingsKey, queryFn: salesApi.insights.weeks })
  return (
    <Modal opened onClose={onClose} title="When weeks begin" closeButtonProps={{ 'aria-label': 'Close' }}>
      {settings.isPending && <BlockSkeleton height="10rem" />}
      {settings.error && <ErrorState error={settings.error} again={() => void settings.refetch()} />}
      {settings.data && <Form settings={settings.data} onClose={onClose} />}
    </Modal>
  )
}

function Form({ settings, onClose }: { settings: SnapshotSettings; onClose: () => void }) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(settings)
  const save = useMutation({
    mutationFn: salesApi.insights.setWeeks,
    onSuccess: (saved) => {
      client.setQueryData(settingsKey, saved)
      toastSaved(`Weeks begin on ${dayNameOf(saved.week_day)} from now on`)
      onClose()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(draft)
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          At that moment Kith keeps what every deal is, so that the forecast can tell what changed since.
          Weeks that were kept stay as they are, for 60 weeks.
        </Text>
        <NativeSelect
          label="First day of the week"
          data={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: dayNameOf(day) }))}
          value={String(draft.week_day)}
          onChange={(event) => setDraft({ ...draft, week_day: Number(event.currentTarget.value) })}
        />
        <Select
          label="Time zone"
          searchable
          allowDeselect={false}
          data={zones.includes(draft.time_zone) ? zones : [draft.time_zone, ...zones]}
          value={draft.time_zone}
          onChange={(zone) => setDraft({ ...draft, time_zone: zone ?? draft.time_zone })}
        />
        <FormError error={save.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** "Monday" for 1. */
function dayNameOf(day: number): string {
  return new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', weekday: 'long' }).format(
    monday + (day - 1) * 86_400_000,
  )
}
