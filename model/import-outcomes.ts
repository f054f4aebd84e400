/** What may come of a row of an import. */
export const importOutcomes = ['new', 'updated', 'unchanged', 'duplicate', 'rejected', 'skipped'] as const
