import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Import } from '../../../model/import.ts'
import { api } from '../../api.ts'
import { duration, number } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import { FormError } from '../../ui/FormError.tsx'
import { stateWords } from './import-words.ts'
import classes from './import.module.css'

/** How far the work in the background is. Leaving the page does not stop it. */
export function ProgressStep({ record }: { record: Import }) {
  const client = useQueryClient()
  const mayWrite = useMay()('imports:write')
  const cancel = useMutation({
    mutationFn: () => api.imports.cancel(record.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['imports'] }),
  })
  const { state, done, total, seconds_left } = record
  const share = total > 0 ? Math.min(100, (done / total) * 100) : 0
  return (
    <Stack gap="xs" className={classes.bar}>
      <Text fw={500}>{stateWords[state].label}</Text>
      <Progress value={total > 0 ? share : 100} animated={total === 0} aria-label={stateWords[state].label} />
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {total > 0 ? `${number(done)} of ${number(total)}` : `${number(done)} rows`}
          {seconds_left !== null && seconds_left > 1 && `, about ${duration(seconds_left * 1000)} left`}
        </Text>
        {mayWrite && state !== 'undoing' && (
          <Button
            variant="default"
            size="compact-sm"
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            Cancel
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        This goes on when you leave the page.
      </Text>
      <FormError error={cancel.error} />
    </Stack>
  )
}
