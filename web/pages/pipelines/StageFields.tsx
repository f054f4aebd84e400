import { ActionIcon, MultiSelect, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { forecastCategories } from '../../../model/deal-lists.ts'
import { requirableFields, type Stage } from '../../../model/deal.ts'
import { fieldNames, forecastNames, withKind, type StageDraft } from './pipeline-draft.ts'
import classes from './pipelines.module.css'

const kinds = [
  { value: 'open', label: 'Open' },
  { value: 'won', label: 'Won' },
  { value: 'lost', label: 'Lost' },
] satisfies { value: Stage['kind']; label: string }[]

export type StageFieldsProps = {
  stage: StageDraft
  error?: string | undefined
  onChange: (stage: StageDraft) => void
  onMove: (by: 1 | -1) => void
  onRemove: () => void
}

/** One stage of a pipeline: what it is called, what it counts as, what it asks for, and when its deals rot. */
export function StageFields({ stage, error, onChange, onMove, onRemove }: StageFieldsProps) {
  const set = (change: Partial<StageDraft>) => onChange({ ...stage, ...change })
  const number = (value: string | number) => (typeof value === 'number' ? value : null)
  const called = stage.name || 'the stage'
  return (
    <li className={classes.stage}>
      <TextInput
        label="Stage"
        flex="1 1 8rem"
        maxLength={100}
        value={stage.name}
        error={error}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <NativeSelect
        label="Means"
        data={kinds}
        value={stage.kind}
        onChange={(event) =>
          onChange(
            withKind(stage, kinds.find(({ value }) => value === event.currentTarget.value)?.value ?? 'open'),
          )
        }
      />
      <NumberInput
        label="Probability"
        w="6rem"
        min={0}
        max={100}
        suffix="%"
        hideControls
        value={stage.probability}
        onChange={(value) => set({ probability: Math.round(number(value) ?? 0) })}
      />
      <NativeSelect
        label="Forecast"
        data={forecastCategories.map((value) => ({ value, label: forecastNames[value] }))}
        value={stage.forecast_category}
        onChange={(event) =>
          set({
            forecast_category:
              forecastCategories.find((one) => one === event.currentTarget.value) ?? stage.forecast_category,
          })
        }
      />
      {stage.kind === 'open' && (
        <NumberInput
          label="Rots after days"
          placeholder="Never"
          w="8rem"
          min={1}
          max={3650}
          hideControls
          value={stage.rotting_days ?? ''}
          onChange={(value) => set({ rotting_days: number(value) })}
        />
      )}
      <MultiSelect
        label="Asks for"
        placeholder={stage.required_fields.length === 0 ? 'Nothing' : ''}
        flex="1 1 14rem"
        data={requirableFields
          .filter((field) => stage.kind !== 'open' || field !== 'close_reason_id')
          .map((value) => ({ value, label: fieldNames[value] }))}
        value={stage.required_fields}
        onChange={(chosen) =>
          set({ required_fields: requirableFields.filter((one) => chosen.includes(one)) })
        }
      />
      <span className={classes.actions}>
        <ActionIcon aria-label={`Move ${called} up`} onClick={() => onMove(-1)}>
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon aria-label={`Move ${called} down`} onClick={() => onMove(1)}>
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon aria-label={`Remove ${called}`} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </span>
    </li>
  )
}
