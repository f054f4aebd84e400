import { Button, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { FileMapping, Import } from '../../../model/import.ts'
import { api } from '../../api.ts'
import { counted } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { Section } from '../../ui/Section.tsx'
import { ColumnTable } from './ColumnTable.tsx'
import { FileOptions } from './FileOptions.tsx'

/** What each column of each file is; the guesses stand there already. */
export function MappingStep({ record }: { record: Import }) {
  const [mappings, setMappings] = useState(record.files.map(({ mapping }) => mapping))
  const client = useQueryClient()
  const navigate = useNavigate()
  const mayWrite = useMay()('imports:write')
  const check = useMutation({
    mutationFn: async () => {
      await api.imports.map(record.id, { files: mappings })
      return api.imports.check(record.id)
    },
    onSuccess: async (checked) => {
      client.setQueryData(['imports', record.id], checked)
      await navigate({ ...links.import(record.id), replace: true })
    },
  })
  const change = (place: number, mapping: FileMapping) =>
    setMappings(mappings.map((one, at) => (at === place ? mapping : one)))
  return (
    <Stack gap="lg">
      {record.files.map((file, place) => {
        const mapping = mappings[place] ?? file.mapping
        return (
          <Section
            key={`${file.name} ${file.sheet ?? ''}`}
            title={file.sheet && record.files.length > 1 ? `${file.name}: ${file.sheet}` : file.name}
            action={
              <Group gap="xs">
                {file.format && <Chip tone="accent">{file.format}</Chip>}
                {file.remembered && <Chip title="Mapped as the last time">Mapped as last time</Chip>}
                <Chip>{counted(file.rows, 'row')}</Chip>
              </Group>
            }
          >
            <FileOptions file={file} mapping={mapping} onChange={(next) => change(place, next)} />
            <ColumnTable file={file} mapping={mapping} onChange={(next) => change(place, next)} />
          </Section>
        )
      })}
      <FormError error={check.error} />
      <Group>
        <Button onClick={() => check.mutate()} loading={check.isPending} disabled={!mayWrite}>
          Check all rows
        </Button>
      </Group>
    </Stack>
  )
}
