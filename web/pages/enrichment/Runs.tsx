import { Button, Group, Progress, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { EnrichmentPreview, EnrichmentProvider, EnrichmentRun } from '../../../model/enrichment.ts'
import { enrichmentApi } from '../../api-enrichment.ts'
import { counted, money, number } from '../../lib/format.ts'
import { segmentChoicesQuery } from '../../lib/segment-choices.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'

const WATCH_MS = 2_000

type RunsProps = { provider: EnrichmentProvider; mayWrite: boolean }

/** Asks about everybody in a segment, after telling what that costs; and how far each run is. */
export function Runs({ provider, mayWrite }: RunsProps) {
  const runs = useQuery({
    queryKey: ['enrichment', 'runs', provider.id],
    queryFn: () => enrichmentApi.runs(provider.id),
    refetchInterval: ({ state }) => (state.data?.data.some(isActive) ? WATCH_MS : false),
  })
  const list = runs.data?.data ?? []
  return (
    <Stack gap="lg" maw="56rem">
      {mayWrite && <StartRun provider={provider} isBusy={list.some(isActive)} />}
      <FormError error={runs.error} />
      {list.length > 0 && (
        <Section title="Before">
          <Stack gap="md">
            {list.map((run) => (
              <RunRow key={run.id} run={run} mayWrite={mayWrite} />
            ))}
          </Stack>
        </Section>
      )}
      {!mayWrite && list.length === 0 && <Text c="dimmed">Nobody has asked about many yet.</Text>}
    </Stack>
  )
}

function StartRun({
  provider: { id, object, enabled },
  isBusy,
}: {
  provider: EnrichmentProvider
  isBusy: boolean
}) {
  const [segment, setSegment] = useState<string | null>(null)
  const { data = [] } = useQuery(segmentChoicesQuery)
  const client = useQueryClient()
  const noun = object === 'person' ? 'people' : 'companies'
  const preview = useQuery({
    queryKey: ['enrichment', 'preview', id, segment],
    queryFn: () => enrichmentApi.preview(id, segment),
  })
  const start = useMutation({
    mutationFn: () => enrichmentApi.run(id, segment),
    onSuccess: async () => {
      toastSaved('Asking has begun')
      await client.invalidateQueries({ queryKey: ['enrichment'] })
    },
  })
  const segments = data.filter(({ members }) => (members === 'companies') === (object === 'company'))
  const isReady = enabled && !isBusy && (preview.data?.to_ask ?? 0) > 0
  return (
    <Stack gap="sm">
      <Select
        label="About whom"
        w="20rem"
        clearable
        searchable
        placeholder={`All ${noun}`}
        data={segments.map(({ value, label }) => ({ value, label }))}
        value={segment}
        onChange={setSegment}
      />
      {preview.data && <Costs preview={preview.data} noun={noun} />}
      <FormError error={preview.error ?? start.error} />
      {!enabled && <Text size="sm">Switch the provider on to begin.</Text>}
      <Group>
        <Button disabled={!isReady} loading={start.isPending} onClick={() => start.mutate()}>
          {`Ask about ${counted(preview.data?.to_ask ?? 0, object === 'person' ? 'person' : 'company', noun)}`}
        </Button>
      </Group>
    </Stack>
  )
}

function Costs({ preview, noun }: { preview: EnrichmentPreview; noun: string }) {
  const { records, to_ask, known, no_consent, nothing_to_ask_by, cost, currency, days, estimated } = preview
  const left = [
    known > 0 && `${number(known)} with a good answer already`,
    no_consent > 0 && `${number(no_consent)} without consent`,
    nothing_to_ask_by > 0 && `${number(nothing_to_ask_by)} with nothing to ask by`,
  ].filter((one) => one !== false)
  return (
    <Text size="sm" role="status">
      {estimated ? 'About ' : ''}
      {number(to_ask)} of {number(records)} {noun} would be asked about, for {money(cost, currency)} at most
      {days > 1 ? `, over ${number(days)} days by the limits` : ''}.
      {left.length > 0 && ` Left out: ${left.join(', ')}.`}
    </Text>
  )
}

function RunRow({ run, mayWrite }: { run: EnrichmentRun; mayWrite: boolean }) {
  const client = useQueryClient()
  const { counts, total, looked_at } = run
  const done = counts.found + counts.not_found + counts.skipped + counts.failed
  const stop = useMutation({
    mutationFn: () => enrichmentApi.stop(run.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['enrichment'] }),
    onError: (error) => toastError(error),
  })
  const all = Math.max(total, looked_at, 1)
  return (
    <div>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={500}>{run.segment?.name ?? 'Everybody'}</Text>
        <Text size="sm" c="dimmed">
          {run.asked_by}, <RelativeTime at={run.created_at} />
        </Text>
      </Group>
      <Progress
        value={(Math.min(done, all) / all) * 100}
        aria-label={`How far asking about ${run.segment?.name ?? 'everybody'} is`}
        my={6}
      />
      <Group justify="space-between">
        <Text size="sm">
          {number(counts.found)} found, {number(counts.not_found)} not found, {number(counts.skipped)} left
          out, {number(counts.failed)} failed
          {counts.waiting > 0 && `, ${number(counts.waiting)} waiting`}
          {run.state === 'stopped' && '. Stopped'}.
        </Text>
        {mayWrite && isActive(run) && (
          <Button size="compact-sm" variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
            Stop
          </Button>
        )}
      </Group>
    </div>
  )
}

function isActive({ state }: EnrichmentRun): boolean {
  return state === 'collecting' || state === 'asking'
}
