import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Pipeline, Stage } from '../../../model/deal.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import {
  draftOf,
  moved,
  newStage,
  removedStages,
  stagesToSend,
  type PipelineDraft,
} from './pipeline-draft.ts'
import classes from './pipelines.module.css'
import { StageFields } from './StageFields.tsx'

export type PipelinePanelProps = { pipeline: Pipeline | null; onClose: () => void }

/** Edits a pipeline, or makes one; a stage that is removed asks where its deals go. */
export function PipelinePanel({ pipeline, onClose }: PipelinePanelProps) {
  const [draft, setDraft] = useState(() => draftOf(pipeline))
  const [moves, setMoves] = useState<Record<string, string>>({})
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: () => send(pipeline, draft, moves),
    onSuccess: async (saved) => {
      toastSaved(`Pipeline ${saved.name} saved`)
      onClose()
      await Promise.all([['pipelines'], ['deals']].map((queryKey) => client.invalidateQueries({ queryKey })))
    },
  })
  const problems = fieldErrors(save.error)
  const set = (change: Partial<PipelineDraft>) => setDraft((old) => ({ ...old, ...change }))
  const removed = pipeline ? removedStages(pipeline, draft) : []
  return (
    <SidePanel opened onClose={onClose} size="xl" title={pipeline ? pipeline.name : 'New pipeline'}>
      <Stack gap="sm">
        <Group align="flex-start" wrap="nowrap">
          <TextInput
            label="Name"
            required
            flex={1}
            data-autofocus
            maxLength={200}
            value={draft.name}
            error={problems['name']}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          {!pipeline && (
            <TextInput
              label="Currency"
              w="6rem"
              maxLength={3}
              value={draft.currency}
              error={problems['currency']}
              onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
            />
          )}
        </Group>
        <ol className={classes.pipelines}>
          {draft.stages.map((stage, place) => (
            <StageFields
              key={stage.key}
              stage={stage}
              error={problems[`stages.${place}.name`]}
              onChange={(next) => set({ stages: draft.stages.with(place, next) })}
              onMove={(by) => set({ stages: moved(draft.stages, stage.key, by) })}
              onRemove={() => set({ stages: draft.stages.toSpliced(place, 1) })}
            />
          ))}
        </ol>
        <Button
          variant="default"
          w="fit-content"
          onClick={() => set({ stages: [...draft.stages, newStage()] })}
        >
          Add a stage
        </Button>
        {removed.map((stage) => (
          <Gone
            key={stage.id}
            stage={stage}
            draft={draft}
            problem={problems[`moves.${stage.id}`]}
            value={moves[stage.id] ?? ''}
            onChange={(to) => setMoves((old) => ({ ...old, [stage.id]: to }))}
          />
        ))}
        <FormError error={save.error} />
        <Group justify="space-between">
          {pipeline ? <Remove pipeline={pipeline} onRemoved={onClose} /> : <span />}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button loading={save.isPending} onClick={() => save.mutate()}>
              {pipeline ? 'Save' : 'Create'}
            </Button>
          </Group>
        </Group>
      </Stack>
    </SidePanel>
  )
}

type GoneProps = {
  stage: Stage
  draft: PipelineDraft
  problem: string | undefined
  value: string
  onChange: (to: string) => void
}

function Gone({ stage, draft, problem, value, onChange }: GoneProps) {
  const staying = draft.stages.flatMap(({ id, name }) => (id ? [{ value: id, label: name }] : []))
  return (
    <div className={classes.gone}>
      <NativeSelect
        label={`“${stage.name}” is removed. Its deals go to`}
        data={[{ value: '', label: 'It has none' }, ...staying]}
        value={value}
        error={problem}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}

function Remove({ pipeline, onRemoved }: { pipeline: Pipeline; onRemoved: () => void }) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.pipelines.remove(pipeline.id),
    onSuccess: async () => {
      toastSaved(`Pipeline ${pipeline.name} removed`)
      onRemoved()
      await client.invalidateQueries({ queryKey: ['pipelines'] })
    },
    onError: (error) => toastError(error),
  })
  return (
    <div>
      <Button
        variant="subtle"
        color="red"
        c="var(--kith-bad)"
        loading={remove.isPending}
        onClick={() => remove.mutate()}
      >
        Remove the pipeline
      </Button>
      <Text size="xs" c="dimmed">
        Only one without deals can be removed.
      </Text>
    </div>
  )
}

function send(
  pipeline: Pipeline | null,
  draft: PipelineDraft,
  moves: Record<string, string>,
): Promise<Pipeline> {
  const { name, currency } = draft
  const stages = stagesToSend(draft)
  if (!pipeline) return api.pipelines.create({ name, currency, stages })
  const said = Object.entries(moves).flatMap(([from, to]) => (to === '' ? [] : [{ from, to }]))
  const gone = new Set(removedStages(pipeline, draft).map(({ id }) => id))
  return api.pipelines.change(pipeline.id, { name, stages, moves: said.filter(({ from }) => gone.has(from)) })
}
