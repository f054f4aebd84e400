import { Group, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  importFields,
  importModes,
  importObjectNames,
  importObjects,
  matchKeys,
  type FileMapping,
  type ImportFile,
  type ImportObject,
} from '../../../model/import.ts'
import { pipelinesQuery } from '../../lib/pipelines.ts'
import { useMay } from '../../lib/session.ts'

export type FileOptionsProps = {
  file: ImportFile
  mapping: FileMapping
  onChange: (mapping: FileMapping) => void
}

const dateOrders = [
  { value: 'ymd', label: '2024-03-31' },
  { value: 'dmy', label: '31.03.2024 (day first)' },
  { value: 'mdy', label: '03/31/2024 (month first)' },
]
const decimals = [
  { value: '.', label: '1,234.50' },
  { value: ',', label: '1.234,50' },
]

/** How a file is read as a whole. */
export function FileOptions({ mapping, onChange }: FileOptionsProps) {
  const set = (change: Partial<FileMapping>) => onChange({ ...mapping, ...change })
  return (
    <Group gap="sm" align="flex-end" mb="sm">
      <NativeSelect
        label="Each row is one of"
        data={importObjects.map((object) => ({ value: object, label: importObjectNames[object] }))}
        value={mapping.object}
        onChange={(event) => onChange(withObject(mapping, event.currentTarget.value as ImportObject))}
      />
      <NativeSelect
        label="What to do"
        data={Object.entries(importModes).map(([value, label]) => ({ value, label }))}
        value={mapping.mode}
        onChange={(event) => set({ mode: event.currentTarget.value as FileMapping['mode'] })}
      />
      <NativeSelect
        label="Known by"
        data={Object.entries(matchKeys[mapping.object]).map(([value, label]) => ({ value, label }))}
        value={mapping.match}
        onChange={(event) => set({ match: event.currentTarget.value as FileMapping['match'] })}
      />
      {mapping.object === 'deals' && <PipelineChoice mapping={mapping} set={set} />}
      <NativeSelect
        label="Dates"
        data={dateOrders}
        value={mapping.date_order}
        onChange={(event) => set({ date_order: event.currentTarget.value as FileMapping['date_order'] })}
      />
      <NativeSelect
        label="Numbers"
        data={decimals}
        value={mapping.decimal}
        onChange={(event) => set({ decimal: event.currentTarget.value as FileMapping['decimal'] })}
      />
      {mapping.object !== 'companies' && mapping.object !== 'stage_history' && (
        <Switch
          label="Make companies that nobody knows yet"
          checked={mapping.create_companies}
          onChange={(event) => set({ create_companies: event.currentTarget.checked })}
          pb={8}
        />
      )}
    </Group>
  )
}

type ChoiceProps = { mapping: FileMapping; set: (change: Partial<FileMapping>) => void }
const NEW = 'new'

function PipelineChoice({ mapping, set }: ChoiceProps) {
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  const mayMake = useMay()('pipelines:write')
  const { pipeline } = mapping
  const isNew = pipeline !== null && 'create' in pipeline
  const choose = (value: string) =>
    set({ pipeline: value === NEW ? { create: 'Imported deals' } : value === '' ? null : { id: value } })
  return (
    <>
      <NativeSelect
        label="Pipeline"
        data={[
          ...pipelines.map(({ id, name }) => ({ value: id, label: name })),
          ...(mayMake ? [{ value: NEW, label: 'A new one, with the stages of the file' }] : []),
        ]}
        value={isNew ? NEW : pipeline && 'id' in pipeline ? pipeline.id : (pipelines[0]?.id ?? '')}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {isNew && (
        <TextInput
          label="Name of the new pipeline"
          value={pipeline.create}
          onChange={(event) => set({ pipeline: { create: event.currentTarget.value } })}
        />
      )}
      <TextInput
        label="Currency"
        placeholder="As the pipeline"
        maxLength={3}
        w="8rem"
        value={mapping.currency ?? ''}
        onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() || null })}
      />
    </>
  )
}

/** Another kind of record: columns keep the fields that it has as well. */
function withObject(mapping: FileMapping, object: ImportObject): FileMapping {
  const keys = new Set(importFields[object].map(({ key }) => key))
  const mayHaveTraits = object === 'people' || object === 'companies'
  const [match] = Object.keys(matchKeys[object])
  return {
    ...mapping,
    object,
    match: match as FileMapping['match'],
    columns: mapping.columns.map((target) => {
      if (!target) return null
      if ('trait' in target) return mayHaveTraits ? target : null
      return keys.has(target.field) ? target : null
    }),
  }
}
