import { to, type ColumnPattern, type FormatDefinition } from './format-definition.ts'

/** "E-mail 1 - Value": a word, a number, a dash and a word. Every language keeps this shape. */
const NUMBERED = /^\S.*? \d+ - \S+/
const EMAIL = /^e-?mail 1 - (value|wert|valeur|valor|valore)$/i
const PHONE = /^(phone|telefon|téléphone|teléfono|telefone|telefono) 1 - (value|wert|valeur|valor|valore)$/i

const patterns: ColumnPattern[] = [
  { heading: EMAIL, target: () => to('email') },
  { heading: PHONE, target: () => to('phone') },
  { heading: / \d+ - (type|label|typ|libellé|etiqueta|etichetta)$/i, target: () => null },
]

/** Google Contacts, today's and the older columns. */
export const google: FormatDefinition = {
  name: 'Google Contacts',
  system: 'google',
  recognises: ({ headers }) => {
    const numbered = headers.filter((header) => NUMBERED.test(header)).length
    return numbered >= 2 ? 0.9 : 0
  },
  object: () => 'people',
  patterns: { people: patterns },
  columns: {
    people: {
      name: to('name'),
      'first name': to('first_name'),
      'given name': to('first_name'),
      'last name': to('last_name'),
      'family name': to('last_name'),
      'organization name': to('company'),
      'organization 1 - name': to('company'),
      'organization title': to('title'),
      'organization 1 - title': to('title'),
      'address 1 - street': to('street'),
      'address 1 - city': to('city'),
      'address 1 - region': to('state'),
      'address 1 - postal code': to('postal_code'),
      'address 1 - country': to('country'),
      'website 1 - value': to('website'),
      birthday: to('birthday'),
      notes: to('note'),
      labels: { trait: 'labels' },
      'group membership': { trait: 'labels' },
    },
  },
}
