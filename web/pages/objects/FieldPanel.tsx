import type { CrmObject, Field } from '../../../model/field.ts'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { FieldForm } from './FieldForm.tsx'

export type FieldPanelProps = {
  object: CrmObject
  /** The field that is open, or a new one. */
  field: Field | 'new' | undefined
  all: Field[]
  onClose: () => void
}

/** One field beside the list. */
export function FieldPanel({ object, field, all, onClose }: FieldPanelProps) {
  const title = field === 'new' ? `New field of ${object.plural.toLowerCase()}` : (field?.label ?? '')
  return (
    <SidePanel opened={field !== undefined} onClose={onClose} title={title}>
      {field && (
        <FieldForm
          key={field === 'new' ? 'new' : field.id}
          object={object}
          field={field}
          all={all}
          onDone={onClose}
        />
      )}
    </SidePanel>
  )
}
