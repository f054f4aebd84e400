import type { FormField, FormFieldType } from '../../../model/form.ts'

export const typeWords: Record<FormFieldType, string> = {
  text: 'Short text',
  email: 'E-mail',
  phone: 'Phone',
  long_text: 'Long text',
  select: 'Choice',
  checkbox: 'Box to tick',
  consent: 'Consent',
}

const empty = { required: false, placeholder: '', options: [] }

/** What can be asked besides the address; those with a key of their own become what Kith knows by that name. */
export const newFields: FormField[] = [
  { ...empty, key: 'name', label: 'Name', type: 'text' },
  { ...empty, key: 'first_name', label: 'First name', type: 'text' },
  { ...empty, key: 'last_name', label: 'Last name', type: 'text' },
  { ...empty, key: 'phone', label: 'Phone', type: 'phone' },
  { ...empty, key: 'company', label: 'Company', type: 'text' },
  { ...empty, key: 'job_title', label: 'Job title', type: 'text' },
  { ...empty, key: 'message', label: 'Message', type: 'long_text' },
  { ...empty, key: 'choice', label: 'Choose one', type: 'select', options: ['First', 'Second'] },
  { ...empty, key: 'question', label: 'A question', type: 'text' },
  { ...empty, key: 'box', label: 'Tick if this is so', type: 'checkbox' },
  { ...empty, key: 'marketing_consent', label: 'I want to hear news by e-mail.', type: 'consent' },
]
