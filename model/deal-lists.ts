/** What a stage may count as in the forecast. */
export const forecastCategories = ['pipeline', 'best_case', 'commit', 'closed', 'omitted'] as const

/** What a list of deals may be sorted by; `-` means descending. Deals without the value come last either way. */
export const dealSorts = [
  'updated_at',
  '-updated_at',
  'amount',
  '-amount',
  'expected_close_on',
  '-expected_close_on',
  'name',
  '-name',
] as const
