import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { RecordRow } from '../../../model/view.ts'
import type { ListField } from '../../lib/list-objects.ts'
import { pipelinesQuery } from '../../lib/pipelines.ts'
import { FieldEditor } from '../fields/FieldEditor.tsx'

export type ValueEditorProps = {
  field: ListField
  /** The record whose value it is, when it is that of one. */
  row?: RecordRow
  value: unknown
  onChange: (value: unknown) => void
  error?: ReactNode
  autoFocus?: boolean
}

/** The fitting editor for a field of a list: stages are those of the deal’s pipeline. */
export function ValueEditor({ field, row, value, onChange, error, autoFocus = false }: ValueEditorProps) {
  const { data: pipelines = [] } = useQuery({ ...pipelinesQuery, enabled: field.key === 'stage_id' })
  if (field.key !== 'stage_id') {
    const edited = { help: '', required: false, ...field }
    return (
      <FieldEditor
        bare
        field={edited}
        value={value}
        onChange={onChange}
        error={error}
        autoFocus={autoFocus}
      />
    )
  }
  const own = row ? pipelines.filter(({ id }) => id === row.standard.pipeline_id) : pipelines
  return (
    <Select
      aria-label={field.label}
      searchable
      allowDeselect={false}
      data={own.map(({ name, stages }) => ({
        group: name,
        items: stages.map((stage) => ({ value: stage.id, label: stage.name })),
      }))}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
      error={error}
      autoFocus={autoFocus}
    />
  )
}
