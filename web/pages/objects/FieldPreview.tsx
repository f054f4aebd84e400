import { Text } from '@mantine/core'
import { FieldEditor } from '../../components/fields/FieldEditor.tsx'
import type { FieldDraft } from './field-draft.ts'
import classes from './objects.module.css'

export type FieldPreviewProps = {
  draft: FieldDraft
  set: (change: Partial<FieldDraft>) => void
  problem: string | undefined
}

/** The field as it will be, empty or with the value that new records begin with. */
export function FieldPreview({ draft, set, problem }: FieldPreviewProps) {
  const canHaveDefault = !draft.unique && draft.type !== 'relation' && draft.type !== 'user'
  return (
    <div className={classes.preview} role="group" aria-label="Preview">
      <FieldEditor
        field={{ ...draft, label: draft.label || 'Name of the field' }}
        value={draft.default_value}
        onChange={(value) => set({ default_value: canHaveDefault ? value : null })}
        error={problem}
      />
      <Text size="xs" c="dimmed" mt={6}>
        {canHaveDefault
          ? 'This is how it looks. A value given here is what new records begin with.'
          : 'This is how it looks.'}
      </Text>
    </div>
  )
}
