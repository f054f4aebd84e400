import { matching, shareOf, to, type FormatDefinition } from './format-definition.ts'

const usual = ['first name', 'last name', 'e-mail address', 'mobile phone', 'business phone', 'home street']
/** Outlook writes every column there is, in the order of the English ones, however few are filled. */
const MANY_COLUMNS = 45
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** Outlook.com and the Outlook app, whose headings are in the language of the program. */
export const outlook: FormatDefinition = {
  name: 'Outlook',
  system: 'outlook',
  recognises(look) {
    const share = shareOf(look, usual)
    if (share >= 0.6) return 0.9
    const emails = look.samples.filter((values) => matching(values, EMAIL) > 0.8).length
    const empty = look.samples.filter((values) => values.length === 0).length
    return look.headers.length >= MANY_COLUMNS && emails >= 1 && empty > look.headers.length / 2 ? 0.5 : 0
  },
  object: () => 'people',
  columns: {
    people: {
      title: null,
      suffix: null,
      'first name': to('first_name'),
      'last name': to('last_name'),
      'e-mail address': to('email'),
      'mobile phone': to('phone'),
      'job title': to('title'),
      company: to('company'),
      'business street': to('street'),
      'business city': to('city'),
      'business state': to('state'),
      'business postal code': to('postal_code'),
      'business country/region': to('country'),
      'web page': to('website'),
      'personal web page': null,
      birthday: to('birthday'),
      notes: to('note'),
    },
  },
}
