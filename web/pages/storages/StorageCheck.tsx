import { Button, Stack, Text } from '@mantine/core'
import { IconCheck, IconPlugConnected, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { storagesApi } from '../../api-exports.ts'
import { FormError } from '../../ui/FormError.tsx'
import classes from './storages.module.css'

/** Puts a small file there and takes it away again, at once or when asked, and says how it went. */
export function StorageCheck({ id, atOnce = false }: { id: string; atOnce?: boolean }) {
  const client = useQueryClient()
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => storagesApi.test(id),
    onSettled: () => client.invalidateQueries({ queryKey: ['storages'] }),
  })
  const begun = useRef(false)
  useEffect(() => {
    if (!atOnce || begun.current) return
    begun.current = true
    mutate()
  }, [atOnce, mutate])
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlugConnected size={15} aria-hidden />}
        loading={isPending}
        onClick={() => mutate()}
      >
        Test the connection
      </Button>
      <FormError error={error} />
      {data && (
        <Text
          size="sm"
          role="status"
          c={data.ok ? 'var(--kith-good)' : 'var(--kith-bad)'}
          className={classes.outcome}
        >
          {data.ok ? <IconCheck size={15} aria-hidden /> : <IconX size={15} aria-hidden />}
          {data.message}
        </Text>
      )}
      {data?.host_key && (
        <Text size="xs" c="dimmed" className={classes.key}>
          The server proved itself with the key {data.host_key}. From now on it must be this one.
        </Text>
      )}
    </Stack>
  )
}
