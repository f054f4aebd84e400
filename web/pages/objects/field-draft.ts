import type { ComputedField } from '../../../model/computed-field.ts'
import { uniqueTypes, unindexedTypes, type Field } from '../../../model/field.ts'

/** A field while it is being edited. */
export type FieldDraft = Pick<
  Field,
  | 'label'
  | 'type'
  | 'help'
  | 'section'
  | 'settings'
  | 'computed'
  | 'default_value'
  | 'required'
  | 'required_from_stage'
  | 'unique'
  | 'indexed'
>

const blank: FieldDraft = {
  label: '',
  type: 'text',
  help: '',
  section: '',
  settings: {},
  computed: null,
  default_value: null,
  required: false,
  required_from_stage: null,
  unique: false,
  indexed: false,
}

/** A new field, or the one that is changed. */
export function draftOf(field: Field | 'new'): FieldDraft {
  if (field === 'new') return blank
  const {
    label,
    type,
    help,
    section,
    settings,
    computed,
    default_value,
    required,
    required_from_stage,
    unique,
    indexed,
  } = field
  return {
    label,
    type,
    help,
    section,
    settings,
    computed,
    default_value,
    required,
    required_from_stage,
    unique,
    indexed,
  }
}

/** The draft with another type: what only other types have goes, what the type needs begins. */
export function withType(draft: FieldDraft, type: FieldDraft['type']): FieldDraft {
  const hasOptions = type === 'select' || type === 'multi_select'
  return {
    ...draft,
    type,
    computed: null,
    default_value: null,
    required: draft.required && type !== 'file',
    unique: draft.unique && uniqueTypes.includes(type),
    indexed: draft.indexed && !unindexedTypes.includes(type),
    settings: {
      ...(hasOptions && { options: draft.settings.options ?? [] }),
      ...(type === 'money' && { currency: 'EUR' }),
      ...(type === 'relation' && { target: 'company' }),
      ...(type === 'rating' && { stars: 5 }),
    },
  }
}

/** The draft as one that is worked out; its type follows from how. */
export function withComputing(draft: FieldDraft, kind: ComputedField['kind'], object: string): FieldDraft {
  return {
    ...withType(draft, 'number'),
    required: false,
    required_from_stage: null,
    unique: false,
    computed:
      kind === 'formula'
        ? { kind, expression: '' }
        : {
            kind,
            of: object === 'company' ? 'deal' : 'activity',
            by: object === 'company' ? 'company_id' : '',
            function: 'count',
            field: null,
          },
  }
}

/** A key for an option that has none yet, from its label; a number follows while it is taken. */
export function optionKey(label: string, taken: string[]): string {
  const plain =
    label
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^_+|_+$/g, '')
      .slice(0, 40) || 'option'
  for (let number = 1; ; number++) {
    const key = number === 1 ? plain : `${plain}_${number}`
    if (!taken.includes(key)) return key
  }
}
