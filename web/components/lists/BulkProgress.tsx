import { ActionIcon, Alert, Button, Group, Menu, Modal, Progress, Text } from '@mantine/core'
import { IconHistory, IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { BulkChange } from '../../../model/bulk-change.ts'
import { api } from '../../api.ts'
import { counted, number } from '../../lib/format.ts'
import { cacheOf } from '../../lib/list-objects.ts'
import { toastError } from '../../lib/toasts.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'

const RECENT = 20
const POLL_MS = 1_000
/** For how long what has ended is told at the head of the list. */
const TOLD_MS = 120_000

const isAtWork = ({ state }: BulkChange) => state === 'running' || state === 'undoing'

function useBulkChanges(object: string) {
  const client = useQueryClient()
  const { data = [] } = useQuery({
    queryKey: ['bulk-changes'],
    queryFn: async () => (await api.bulkChanges.list({ limit: RECENT })).data,
    refetchInterval: ({ state }) => (state.data?.some(isAtWork) ? POLL_MS : false),
  })
  const own = data.filter((one) => one.object === object)
  const progress = own.map(({ id, changed, undone, state }) => `${id} ${changed} ${undone} ${state}`).join()
  // The rows behind it change as it goes on.
  useEffect(() => {
    if (progress !== '') void client.invalidateQueries({ queryKey: [...cacheOf(object), 'list'] })
  }, [client, object, progress])
  return own
}

type Words = { one: string; many: string }
type Listed = { object: string; words: Words }

/** The reader's changes of many records: how far they are, what came of them, and the way back. */
export function BulkProgress({ object, words }: Listed) {
  const changes = useBulkChanges(object)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const told = changes.filter((one) => !hidden.has(one.id + one.state) && (isAtWork(one) || isFresh(one)))
  return (
    <>
      {told.map((one) => (
        <Told
          key={one.id}
          change={one}
          words={words}
          onHide={() => setHidden(new Set([...hidden, one.id + one.state]))}
        />
      ))}
    </>
  )
}

function isFresh({ finished_at }: BulkChange): boolean {
  return finished_at !== null && Date.now() - Date.parse(finished_at) < TOLD_MS
}

type ToldProps = { change: BulkChange; words: Words; onHide: () => void }

function Told({ change, words, onHide }: ToldProps) {
  const [refused, setRefused] = useState(false)
  const { undo, stop } = useSteps(change)
  const left = change.state === 'undone' ? change.kept : change.refused
  return (
    <Alert variant="light" color="gray" mb="xs" p="xs" c="inherit">
      <Group gap="sm" wrap="wrap">
        <Text size="sm" role="status">
          {sentenceOf(change, words)}
        </Text>
        {isAtWork(change) && (
          <Progress
            value={(100 * change.done) / (wholeOf(change) || 1)}
            aria-label="How far it is"
            w="10rem"
          />
        )}
        {change.state === 'running' && (
          <Button size="compact-sm" variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
            Stop
          </Button>
        )}
        {left > 0 && !isAtWork(change) && (
          <Button size="compact-sm" variant="subtle" onClick={() => setRefused(true)}>
            Why?
          </Button>
        )}
        {isUndoable(change) && (
          <Button size="compact-sm" variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
            Undo
          </Button>
        )}
        {!isAtWork(change) && (
          <ActionIcon size="sm" ml="auto" aria-label="Close" onClick={onHide}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </Group>
      {refused && <Refused id={change.id} onClose={() => setRefused(false)} />}
    </Alert>
  )
}

function useSteps({ id }: BulkChange) {
  const client = useQueryClient()
  const options = {
    onError: (error: Error) => toastError(error),
    onSettled: () => client.invalidateQueries({ queryKey: ['bulk-changes'] }),
  }
  return {
    undo: useMutation({ mutationFn: () => api.bulkChanges.undo(id), ...options }),
    stop: useMutation({ mutationFn: () => api.bulkChanges.cancel(id), ...options }),
  }
}

function isUndoable({ state, changed, undone, kept }: BulkChange): boolean {
  return (state === 'done' || state === 'cancelled' || state === 'failed') && changed > undone + kept
}

function wholeOf({ state, total, changed, done }: BulkChange): number {
  return state === 'undoing' ? changed : (total ?? done)
}

function verbOf(work: BulkChange['change']): string {
  if (work.kind === 'delete') return 'deleted'
  if (work.kind === 'edit') return 'changed'
  if (work.kind === 'assign') return 'given out'
  if (work.kind === 'create') return 'made'
  return work.doing === 'add' ? 'put on a list' : 'taken off a list'
}

function sentenceOf(change: BulkChange, { one, many }: Words): string {
  const { state, done, changed, refused, undone, kept, error } = change
  const verb = verbOf(change.change)
  const some = (count: number) => counted(count, one, many)
  const left = refused > 0 ? ` ${number(refused)} ${were(refused)} ${leftWords(change)}.` : ''
  switch (state) {
    case 'running':
      return `Being ${verb}: ${number(done)} of ${some(wholeOf(change))}.`
    case 'done':
      return `${some(changed)} ${verb}.${left}`
    case 'cancelled':
      return `Stopped: ${some(changed)} ${verb}.${left}`
    case 'failed':
      return `${error ?? 'It failed.'} ${some(changed)} ${were(changed)} ${verb} before.`
    case 'undoing':
      return `Being taken back: ${number(done)} of ${some(changed)}.`
    case 'undone':
      return change.change.kind === 'create'
        ? `${some(undone)} removed again.${sentenceOfKept(kept)}`
        : `${some(undone)} ${undone === 1 ? 'is' : 'are'} as ${they(undone)} ${were(undone)}.${sentenceOfKept(kept)}`
  }
}

function leftWords({ change, refused }: BulkChange): string {
  return change.kind === 'create' ? 'refused' : `left as ${they(refused)} ${were(refused)}`
}

function sentenceOfKept(kept: number): string {
  if (kept === 0) return ''
  return ` ${number(kept)} ${were(kept)} changed by somebody since and ${kept === 1 ? 'stays' : 'stay'}.`
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were'
}

function they(count: number): string {
  return count === 1 ? 'it' : 'they'
}

function Refused({ id, onClose }: { id: string; onClose: () => void }) {
  const rows = useQuery({
    queryKey: ['bulk-changes', id, 'refused'],
    queryFn: () => api.bulkChanges.refused(id, { limit: 100 }),
  })
  return (
    <Modal opened onClose={onClose} title="Left as they were" closeButtonProps={{ 'aria-label': 'Close' }}>
      {!rows.data && <LinesSkeleton lines={4} />}
      {rows.data?.data.map((row) => (
        <Text key={row.record_id ?? row.row} size="sm" mb={6}>
          <b>{row.name || 'A record'}</b>: {row.problem}
        </Text>
      ))}
      {rows.data?.next && (
        <Text size="sm" c="dimmed">
          And more; the API lists all of them.
        </Text>
      )}
    </Modal>
  )
}

/** What was done lately to many records at once, to be taken back later. */
export function RecentChanges({ object, words }: Listed) {
  const changes = useBulkChanges(object).filter((one) => !isAtWork(one))
  if (changes.length === 0) return null
  return (
    <Menu position="bottom-end" width={360}>
      <Menu.Target>
        <ActionIcon aria-label="Recent changes of many records" size="lg">
          <IconHistory size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
        {changes.map((one) => (
          <RecentItem key={one.id} change={one} words={words} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function RecentItem({ change, words }: { change: BulkChange; words: Words }) {
  const { undo } = useSteps(change)
  return (
    <Menu.Item
      disabled={!isUndoable(change)}
      onClick={() => undo.mutate()}
      rightSection={isUndoable(change) && <Text size="xs">Undo</Text>}
    >
      {sentenceOf(change, words)}
      <Text size="xs" c="dimmed">
        <RelativeTime at={change.created_at} />
      </Text>
    </Menu.Item>
  )
}
