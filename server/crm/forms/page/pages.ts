import type { FormDefinition } from '../../../../model/form.ts'
import { escaped } from '../../../platform/escape-html.ts'
import type { AnswerProblems } from '../read-answers.ts'
import { fieldHtml } from './field.ts'
import { attributes } from './html.ts'
import { STYLE } from './style.ts'

/** Filled in by programs, never by people, who do not see it. */
export const TRAP = 'website_address'

/** Tells the page around a form how high it is. */
const SCRIPT = '<script src="/kith-forms.js"></script>'

export type FormPage = {
  form: { id: string; name: string; definition: FormDefinition }
  /** What goes along unseen: the page's token, and where it is shown. */
  hidden: Record<string, string>
  written: Record<string, string | boolean | undefined>
  problems: AnswerProblems
  /** A sentence above the form. */
  notice?: string
  /** Only to be looked at: without its script. */
  isPreview?: true
}

/** The form, with what was written in it before and what is wrong with that. */
export function formPage({ form, hidden, written, problems, notice, isPreview }: FormPage): string {
  const { title, intro, fields, button } = form.definition
  const count = Object.keys(problems).length
  const alert =
    notice ??
    (count > 0 ? `Look again at ${count === 1 ? 'one answer' : `${count} answers`} below.` : undefined)
  const body = [
    title ? `<h1>${escaped(title)}</h1>` : '',
    intro ? `<p class="intro">${escaped(intro)}</p>` : '',
    alert ? `<p class="notice" role="alert">${escaped(alert)}</p>` : '',
    `<form method="post" action="/f/${form.id}" novalidate>`,
    hiddenInputs(hidden),
    `<div class="trap" aria-hidden="true"><label for="${TRAP}">Leave this empty</label><input id="${TRAP}" name="${TRAP}" tabindex="-1" autocomplete="off"></div>`,
    ...fields.map((field) => fieldHtml({ field, written: written[field.key], problem: problems[field.key] })),
    `<button type="submit">${escaped(button)}</button>`,
    '</form>',
  ]
  return page(title || form.name, [...body, isPreview ? '' : SCRIPT].join(''))
}

/** A sentence or two, and at most one thing to do. */
export function wordsPage({
  title,
  words,
  action,
}: {
  title: string
  words: string
  action?: { path: string; hidden: Record<string, string>; label: string }
}): string {
  const act = action
    ? `<form method="post" action="${escaped(action.path)}">${hiddenInputs(action.hidden)}<button type="submit">${escaped(action.label)}</button></form>`
    : ''
  return page(
    title,
    `<h1>${escaped(title)}</h1><p class="intro" role="status">${escaped(words)}</p>${act}${SCRIPT}`,
  )
}

function hiddenInputs(hidden: Record<string, string>): string {
  return Object.entries(hidden)
    .map(([name, value]) => `<input${attributes({ type: 'hidden', name, value })}>`)
    .join('')
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`
}
