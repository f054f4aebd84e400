import { Autocomplete } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { segmentChoicesQuery } from '../../lib/segment-choices.ts'

export type FolderFieldProps = {
  value: string
  onChange: (folder: string) => void
  error?: string | undefined
}

/** The folder of a segment: one that there is, or a new one. */
export function FolderField({ value, onChange, error }: FolderFieldProps) {
  const { data = [] } = useQuery(segmentChoicesQuery)
  const folders = [...new Set(data.map(({ folder }) => folder))].filter((folder) => folder !== '').toSorted()
  return (
    <Autocomplete
      label="Folder"
      placeholder="None"
      data={folders}
      value={value}
      onChange={onChange}
      maxLength={100}
      error={error}
    />
  )
}
