/** How far it is decided whether somebody may buy. */
export const leadStatuses = ['new', 'working', 'qualified', 'disqualified'] as const
export type LeadStatus = (typeof leadStatuses)[number]

/** What a list of leads may be sorted by; `-` means descending. */
export const leadSorts = [
  '-updated_at',
  'updated_at',
  '-score',
  'name',
  'person_score',
  '-person_score',
] as const
export type LeadSort = (typeof leadSorts)[number]
