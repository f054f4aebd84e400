import { Button, Text } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Field, FieldValues } from '../../../model/field.ts'
import { api } from '../../api.ts'
import { bySection, isLocked } from '../../lib/fields.ts'
import { fieldsQuery } from '../../lib/object-queries.ts'
import { useSession } from '../../lib/session.ts'
import { sentenceOf } from '../../lib/http.ts'
import { Section } from '../../ui/Section.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import classes from './fields.module.css'
import { FieldRow } from './FieldRow.tsx'
import { FileFieldRow } from './FileFieldRow.tsx'

export type FieldsSectionsProps = {
  object: string
  /** The address of the record: `deals/…`. */
  path: string
  mayWrite: boolean
}

/** The custom fields of a record, edited in place, section by section; nothing while its object has none. */
export function FieldsSections({ object, path, mayWrite }: FieldsSectionsProps) {
  const fields = useQuery(fieldsQuery(object))
  const values = useQuery({
    queryKey: ['values', path],
    queryFn: () => api.values.get(path),
    enabled: (fields.data?.length ?? 0) > 0,
  })
  if (fields.data?.length === 0) return null
  const error = fields.error ?? values.error
  if (!fields.data || !values.data) {
    return (
      <Section title="Fields">
        {error ? (
          <Text size="sm" c="var(--kith-bad)">
            {sentenceOf(error)}
          </Text>
        ) : (
          <LinesSkeleton lines={4} />
        )}
      </Section>
    )
  }
  return (
    <Sections object={object} path={path} mayWrite={mayWrite} fields={fields.data} values={values.data} />
  )
}

type SectionsProps = FieldsSectionsProps & { fields: Field[]; values: FieldValues }

function Sections({ object, path, mayWrite, fields, values }: SectionsProps) {
  const { fields: rules } = useSession()
  const [hidesEmpty, setHidesEmpty] = useLocalStorage({
    key: `kith-hide-empty-${object}`,
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const filled = fields.filter(({ key }) => key in values.values)
  const shown = hidesEmpty ? filled : fields
  const empty = fields.length - filled.length
  const toggle = (empty > 0 || hidesEmpty) && (
    <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setHidesEmpty(!hidesEmpty)}>
      {hidesEmpty ? `Show ${empty} empty` : 'Hide empty'}
    </Button>
  )
  if (shown.length === 0) {
    return (
      <Section title="Fields" action={toggle}>
        <Text size="sm" c="dimmed">
          All fields are empty.
        </Text>
      </Section>
    )
  }
  return bySection(shown, 'Fields').map(({ title, fields: own }, place) => (
    <Section key={title} title={title} action={place === 0 && toggle}>
      <ul className={classes.list}>
        {own.map((field) => {
          const Row = field.type === 'file' ? FileFieldRow : FieldRow
          return (
            <Row
              key={field.id}
              path={path}
              field={field}
              value={values.values[field.key]}
              labels={values.labels}
              mayWrite={mayWrite && !isLocked(rules, field)}
            />
          )
        })}
      </ul>
    </Section>
  ))
}
