import { escaped } from '../escape-html.ts'
import { ACCENT, LINE, QUIET } from './mail-html.ts'

/** A headed part of a mail with a number, a table, or words. */
export type MailPanel = {
  heading: string
  figure?: string | undefined
  note?: string | undefined
  table?: MailTable | undefined
}

/** Lines of cells, the first of which says what the line is. A share of one draws a bar. */
export type MailTable = {
  columns: string[]
  lines: { cells: string[]; share: number | null }[]
  more?: string | undefined
}

const CELL = 'padding:4px 0 4px 12px;text-align:right;white-space:nowrap'
const FIRST_CELL = 'padding:4px 0;text-align:left;font-weight:400'

export function panelAsText({ heading, figure, note, table }: MailPanel): string {
  const lines =
    table?.lines.map(({ cells: [name = '', ...values] }) => `- ${name}: ${values.join(', ')}`) ?? []
  return [
    heading,
    ...(figure === undefined ? [] : [figure]),
    ...(note ? [note] : []),
    ...(lines.length > 0 && table ? [`(${table.columns.filter(Boolean).join(', ')})`, ...lines] : []),
    ...(table?.more === undefined ? [] : [table.more]),
  ].join('\n')
}

export function panelAsHtml({ heading, figure, note, table }: MailPanel): string {
  return [
    `<h2 style="margin:20px 0 4px;padding-top:14px;border-top:1px solid ${LINE};font-size:13px;color:${QUIET}">${escaped(heading)}</h2>`,
    figure === undefined
      ? ''
      : `<p style="margin:0;font-size:24px;font-weight:600;line-height:1.3">${escaped(figure)}</p>`,
    note ? `<p style="margin:2px 0 0;color:${QUIET};white-space:pre-line">${escaped(note)}</p>` : '',
    table === undefined ? '' : tableAsHtml(table),
  ].join('')
}

function tableAsHtml({ columns: [first = '', ...others], lines, more }: MailTable): string {
  const hasBars = lines.some(({ share }) => share !== null)
  const head = [
    `<th scope="col" style="${FIRST_CELL};color:${QUIET}">${escaped(first)}</th>`,
    hasBars ? '<th></th>' : '',
    ...others.map(
      (name) => `<th scope="col" style="${CELL};font-weight:400;color:${QUIET}">${escaped(name)}</th>`,
    ),
  ]
  const body = lines.map(({ cells: [name = '', ...values], share }) =>
    [
      `<tr><th scope="row" style="${FIRST_CELL}">${escaped(name)}</th>`,
      hasBars ? `<td style="width:34%;padding-left:12px">${bar(share ?? 0)}</td>` : '',
      ...values.map((value) => `<td style="${CELL}">${escaped(value)}</td>`),
      '</tr>',
    ].join(''),
  )
  return [
    `<table cellpadding="0" cellspacing="0" style="width:100%;margin:6px 0 0;border-collapse:collapse;font-size:13px"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`,
    more === undefined ? '' : `<p style="margin:4px 0 0;color:${QUIET}">${escaped(more)}</p>`,
  ].join('')
}

/** A table, because that is what every mail program draws. */
function bar(share: number): string {
  const percent = Math.round(Math.min(Math.max(share, 0), 1) * 100)
  const filled = `<td width="${percent}%" style="height:8px;line-height:8px;font-size:1px;background:${ACCENT}">&nbsp;</td>`
  const rest = `<td style="height:8px;line-height:8px;font-size:1px">&nbsp;</td>`
  return `<table role="presentation" cellpadding="0" cellspacing="0" width="100%"><tr>${percent > 0 ? filled : ''}${percent < 100 ? rest : ''}</tr></table>`
}
