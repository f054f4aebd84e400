import type { MailContent } from './mail-content.ts'
import { escaped } from '../escape-html.ts'
import { ACCENT, LINE, QUIET } from './mail-html.ts'
import { panelAsHtml, panelAsText, type MailPanel } from './mail-panels.ts'

export type MailLine = { text: string; detail?: string | undefined; href?: string | undefined }
export type MailPage = {
  title: string
  /** Paragraphs that come first. */
  words?: string[]
  /** Lists, each under a heading. */
  lists?: { heading: string; lines: MailLine[]; more?: string | undefined }[]
  /** Numbers and tables, each under a heading. */
  panels?: MailPanel[]
  button?: { label: string; href: string }
  /** Why one gets this mail, and how to get no more. */
  footer: { text: string; href?: string }
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/** A mail in Kith's look. All text is escaped; addresses are only ever put where they are said to be. */
export function mailPage(page: MailPage): MailContent {
  return { text: asText(page), html: asHtml(page) }
}

function asText({ title, words = [], lists = [], panels = [], button, footer }: MailPage): string {
  const parts = [
    title,
    ...words,
    ...lists.map(({ heading, lines, more }) =>
      [heading, ...lines.map(lineAsText), ...(more === undefined ? [] : [more])].join('\n'),
    ),
    ...panels.map(panelAsText),
    ...(button ? [`${button.label}:\n${button.href}`] : []),
    ['--', footer.text, ...(footer.href === undefined ? [] : [footer.href])].join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}

function lineAsText({ text, detail, href }: MailLine): string {
  return [`- ${text}`, ...(detail ? [`  ${detail}`] : []), ...(href === undefined ? [] : [`  ${href}`])].join(
    '\n',
  )
}

function asHtml({ title, words = [], lists = [], panels = [], button, footer }: MailPage): string {
  const body = [
    `<h1 style="margin:0 0 12px;font-size:18px;line-height:1.35">${escaped(title)}</h1>`,
    ...words.map((line) => `<p style="margin:0 0 12px;white-space:pre-line">${escaped(line)}</p>`),
    ...lists.map(listAsHtml),
    ...panels.map(panelAsHtml),
    button
      ? `<p style="margin:20px 0"><a href="${escaped(button.href)}" style="display:inline-block;padding:9px 16px;border-radius:6px;background:${ACCENT};color:#ffffff;text-decoration:none;font-weight:600">${escaped(button.label)}</a></p>`
      : '',
    `<p style="margin:24px 0 0;padding-top:12px;border-top:1px solid ${LINE};font-size:12px;color:${QUIET}">${footerAsHtml(footer)}</p>`,
  ]
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title></head><body style="margin:0;padding:24px 12px;background:#f5f6f8;${FONT};font-size:14px;line-height:1.5;color:#1c2330"><div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid ${LINE};border-radius:8px">${body.join('')}</div></body></html>`
}

function listAsHtml({ heading, lines, more }: NonNullable<MailPage['lists']>[number]): string {
  const items = lines.map(
    ({ text, detail, href }) =>
      `<li style="margin:0 0 8px">${linked(text, href)}${detail ? `<br><span style="color:${QUIET}">${escaped(detail)}</span>` : ''}</li>`,
  )
  return [
    `<h2 style="margin:18px 0 8px;font-size:14px">${escaped(heading)}</h2>`,
    `<ul style="margin:0;padding-left:18px">${items.join('')}</ul>`,
    more === undefined ? '' : `<p style="margin:4px 0 0;color:${QUIET}">${escaped(more)}</p>`,
  ].join('')
}

function footerAsHtml({ text, href }: MailPage['footer']): string {
  return href === undefined ? escaped(text) : linked(text, href, QUIET)
}

function linked(text: string, href: string | undefined, colour = ACCENT): string {
  if (href === undefined) return escaped(text)
  return `<a href="${escaped(href)}" style="color:${colour}">${escaped(text)}</a>`
}
