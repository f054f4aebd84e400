import { shareOf, to, type FormatDefinition } from './format-definition.ts'

/** Contact cards, by the columns that reading them gives. */
export const vcard: FormatDefinition = {
  name: 'vCard',
  system: 'vcard',
  recognises: (look) => (shareOf(look, ['uid', 'full name', 'other e-mails', 'categories']) === 1 ? 1 : 0),
  object: () => 'people',
  columns: {
    people: {
      uid: to('external_id'),
      'full name': to('name'),
      'first name': to('first_name'),
      'last name': to('last_name'),
      'e-mail': to('email'),
      'other e-mails': { trait: 'other_emails' },
      phone: to('phone'),
      'other phones': { trait: 'other_phones' },
      company: to('company'),
      'job title': to('title'),
      street: to('street'),
      city: to('city'),
      'state or region': to('state'),
      'postal code': to('postal_code'),
      country: to('country'),
      birthday: to('birthday'),
      website: to('website'),
      note: to('note'),
      categories: { trait: 'labels' },
    },
  },
}
