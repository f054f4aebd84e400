import type { EditedObject } from '../../api-edits.ts'

/** A trait that records usually have, edited in place even while it is empty. */
export type Detail = {
  name: string
  label: string
  type: 'text' | 'email' | 'tel'
  /** Where a value leads. */
  href?: (value: string) => string
}

const phone: Detail = {
  name: 'phone',
  label: 'Phone',
  type: 'tel',
  href: (value) => `tel:${value.replaceAll(/[^+\d]/g, '')}`,
}

/** In the order in which they stand. */
export const details: Record<EditedObject, Detail[]> = {
  person: [
    { name: 'name', label: 'Name', type: 'text' },
    { name: 'email', label: 'E-mail', type: 'email', href: (value) => `mailto:${value}` },
    phone,
    { name: 'title', label: 'Job title', type: 'text' },
  ],
  company: [
    { name: 'name', label: 'Name', type: 'text' },
    { name: 'domain', label: 'Domain', type: 'text', href: (value) => `https://${value}` },
    phone,
    { name: 'industry', label: 'Industry', type: 'text' },
  ],
}
