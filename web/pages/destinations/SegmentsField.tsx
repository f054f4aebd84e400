import { MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { segmentChoicesQuery } from '../../lib/segment-choices.ts'

export type SegmentsFieldProps = {
  value: string[]
  onChange: (ids: string[]) => void
  error?: string | undefined
  disabled?: boolean
}

/** Which segments a destination hears of; none chosen means every one. */
export function SegmentsField({ value, onChange, error, disabled = false }: SegmentsFieldProps) {
  const { data = [] } = useQuery(segmentChoicesQuery)
  return (
    <MultiSelect
      label="Segments"
      description="Leave empty to send every segment, those made later included."
      placeholder={value.length === 0 ? 'Every segment' : ''}
      searchable
      data={data}
      value={value}
      onChange={onChange}
      error={error}
      disabled={disabled}
      nothingFoundMessage="No segment is called so."
    />
  )
}
