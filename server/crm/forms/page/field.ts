import { MAX_ANSWER, type FormField } from '../../../../model/form.ts'
import { escaped } from '../../../platform/escape-html.ts'
import { attributes } from './html.ts'

export type Asked = { field: FormField; written: string | boolean | undefined; problem: string | undefined }

/** One question with its label, and with what is wrong with the answer that was sent in. */
export function fieldHtml(asked: Asked): string {
  const { field, problem } = asked
  const isBox = field.type === 'checkbox' || field.type === 'consent'
  const control = controls[field.type](asked)
  const label = `<label for="${field.key}">${escaped(field.label)}${field.required ? '<span class="needed" aria-hidden="true"> *</span>' : ''}</label>`
  const wrong = problem ? `<p class="wrong" id="${field.key}-wrong">${escaped(problem)}</p>` : ''
  return isBox
    ? `<div class="field"><div class="box">${control}${label}</div>${wrong}</div>`
    : `<div class="field">${label}${control}${wrong}</div>`
}

type Control = (asked: Asked) => string

const controls: Record<FormField['type'], Control> = {
  text: (asked) => input(asked, 'text'),
  email: (asked) => input(asked, 'email'),
  phone: (asked) => input(asked, 'tel'),
  long_text: (asked) =>
    `<textarea${attributes({ ...common(asked), rows: '5', maxlength: String(MAX_ANSWER.long), placeholder: asked.field.placeholder || undefined })}>${escaped(textOf(asked))}</textarea>`,
  select: (asked) => {
    const { field } = asked
    const chosen = textOf(asked)
    const options = ['', ...field.options].map(
      (option) =>
        `<option${attributes({ value: option, selected: option === chosen })}>${escaped(option || field.placeholder || 'Choose…')}</option>`,
    )
    return `<select${attributes(common(asked))}>${options.join('')}</select>`
  },
  checkbox: box,
  consent: box,
}

function input(asked: Asked, type: string): string {
  const { key, placeholder } = asked.field
  return `<input${attributes({
    ...common(asked),
    type,
    value: textOf(asked),
    maxlength: String(MAX_ANSWER.short),
    placeholder: placeholder || undefined,
    autocomplete: filledIn[key],
  })}>`
}

function box(asked: Asked): string {
  const { written } = asked
  return `<input${attributes({ ...common(asked), type: 'checkbox', value: 'true', checked: written === true || written === 'true' })}>`
}

function common({ field: { key, required }, problem }: Asked) {
  return {
    id: key,
    name: key,
    required,
    'aria-invalid': problem ? 'true' : undefined,
    'aria-describedby': problem ? `${key}-wrong` : undefined,
  }
}

const textOf = ({ written }: Asked) => (typeof written === 'string' ? written : '')

/** What browsers can fill in. */
const filledIn: Record<string, string> = {
  email: 'email',
  name: 'name',
  first_name: 'given-name',
  last_name: 'family-name',
  phone: 'tel',
  company: 'organization',
  job_title: 'organization-title',
}
