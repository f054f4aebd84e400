/** What a list of people may be sorted by; `-` means descending. */
export const personSorts = ['last_seen', '-last_seen', 'first_seen', '-first_seen', 'name', '-name'] as const
