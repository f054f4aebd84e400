import type { LinkageField } from '../../../model/linkage.ts'
import { createTable, type RawColumn, type Table } from './engine/table.ts'
import type { DayOrder } from './values/dates.ts'
import { normalizer } from './values/normalize.ts'

/** The fields of settings, read from columns. A column that is not there leaves its field empty. */
export function tableFor(
  size: number,
  columns: readonly RawColumn[],
  fields: readonly LinkageField[],
): Table {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const plans = fields.map((field) => {
    const own = field.columns.flatMap((name) => byName.get(name) ?? [])
    return {
      name: field.name,
      columns: own,
      normalize: normalizer(field.kind, field.kind === 'date' ? dayOrderOf(own) : 'day first'),
      pool: field.kind === 'name' || field.kind === 'raw' ? field.kind : field.name,
    }
  })
  return createTable(size, plans)
}

/** 12/31/1990 gives away that the month comes first, 31.12.1990 that it does not; days past 12 outvote typing errors. */
function dayOrderOf(columns: readonly RawColumn[]): DayOrder {
  let dayFirst = 0
  let monthFirst = 0
  for (const { values } of columns) {
    for (const value of values) {
      const match = /^(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{2,4}/.exec(value)
      if (Number(match?.[1]) > 12) dayFirst += 1
      if (Number(match?.[2]) > 12) monthFirst += 1
    }
  }
  return monthFirst > dayFirst ? 'month first' : 'day first'
}
