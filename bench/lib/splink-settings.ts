import type { LinkageComparison, LinkageSettings } from '../../model/linkage.ts'

// The settings of Splink's documentation, for its published figures.

const raw = (name: string) => ({ name, columns: [name], kind: 'raw' as const })
const whole = (...fields: string[]) => fields.map((field) => ({ field, part: 'whole' as const }))
const exact = (field: string) => ({ field, test: 'exact' as const })

export const fakeSettings: LinkageSettings = {
  fields: ['first_name', 'surname', 'dob', 'city', 'email'].map(raw),
  comparisons: [
    forenameSurname('first_name', 'surname'),
    dateOfBirth('dob'),
    {
      name: 'city',
      fields: ['city'],
      levels: [{ label: 'same', when: [exact('city')], termFrequency: 'city' }],
    },
    {
      name: 'email',
      fields: ['email'],
      levels: [
        { label: 'same', when: [exact('email')], termFrequency: 'email' },
        { label: 'same user name', when: [{ field: 'email', test: 'username' }] },
        { label: 'similar', when: [{ field: 'email', test: 'jaro_winkler', at: 0.88 }] },
        { label: 'similar user name', when: [{ field: 'email', test: 'username_jaro_winkler', at: 0.88 }] },
      ],
    },
  ],
  blocking: [whole('first_name'), whole('surname'), whole('dob'), whole('email')],
  training: [whole('first_name', 'surname'), whole('dob'), whole('email')],
  certain: [
    { keys: whole('first_name'), close: [{ field: 'dob', test: 'levenshtein', at: 1 }] },
    { keys: whole('surname'), close: [{ field: 'dob', test: 'levenshtein', at: 1 }] },
    { keys: whole('first_name'), close: [{ field: 'surname', test: 'levenshtein', at: 2 }] },
    { keys: whole('email'), close: [] },
  ],
  certainRecall: 0.7,
  refine: false,
  linkAt: 0.5,
  askAt: 0.5,
}

export const febrlSettings: LinkageSettings = {
  fields: [
    ...['given_name', 'surname', 'soc_sec_id', 'street_number', 'postcode'].map(raw),
    { name: 'date_of_birth', columns: ['date_of_birth'], kind: 'date' },
  ],
  comparisons: [
    nameComparison('given_name'),
    nameComparison('surname'),
    dateOfBirth('date_of_birth'),
    {
      name: 'soc_sec_id',
      fields: ['soc_sec_id'],
      levels: [
        { label: 'same', when: [exact('soc_sec_id')] },
        { label: 'two edits', when: [{ field: 'soc_sec_id', test: 'damerau_levenshtein', at: 2 }] },
      ],
    },
    ...['street_number', 'postcode'].map((field) => ({
      name: field,
      fields: [field],
      levels: [{ label: 'same', when: [exact(field)], termFrequency: field }],
    })),
  ],
  blocking: ['soc_sec_id', 'given_name', 'surname', 'date_of_birth', 'postcode'].map((field) => whole(field)),
  training: [whole('date_of_birth'), whole('postcode')],
  certain: [
    { keys: whole('soc_sec_id'), close: [] },
    { keys: whole('given_name', 'surname', 'date_of_birth'), close: [] },
    {
      keys: whole('date_of_birth'),
      close: [{ field: 'given_name', test: 'swapped', other: 'surname' }],
    },
  ],
  certainRecall: 0.9,
  refine: false,
  linkAt: 0.5,
  askAt: 0.5,
}

function nameComparison(field: string): LinkageComparison {
  const similar = (at: number) => ({
    label: `similar ${at}`,
    when: [{ field, test: 'jaro_winkler' as const, at }],
  })
  return {
    name: field,
    fields: [field],
    levels: [
      { label: 'same', when: [exact(field)], termFrequency: field },
      similar(0.92),
      similar(0.88),
      similar(0.7),
    ],
  }
}

function forenameSurname(forename: string, surname: string): LinkageComparison {
  const similar = (at: number) =>
    [forename, surname].map((field) => ({ field, test: 'jaro_winkler' as const, at }))
  return {
    name: 'name',
    fields: [forename, surname],
    levels: [
      { label: 'same', when: [exact(forename), exact(surname)] },
      { label: 'swapped', when: [{ field: forename, test: 'swapped', other: surname }] },
      { label: 'similar 0.92', when: similar(0.92) },
      { label: 'similar 0.88', when: similar(0.88) },
      { label: 'same surname', when: [exact(surname)], termFrequency: surname },
      { label: 'same forename', when: [exact(forename)], termFrequency: forename },
    ],
  }
}

function dateOfBirth(field: string): LinkageComparison {
  return {
    name: field,
    fields: [field],
    levels: [
      { label: 'same', when: [exact(field)] },
      { label: 'one edit', when: [{ field, test: 'damerau_levenshtein', at: 1 }] },
      { label: 'a month apart', when: [{ field, test: 'months_apart', at: 1 }] },
      { label: 'a year apart', when: [{ field, test: 'years_apart', at: 1 }] },
      { label: 'ten years apart', when: [{ field, test: 'years_apart', at: 10 }] },
    ],
  }
}
