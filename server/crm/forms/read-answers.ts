import { z } from 'zod'
import { MAX_ANSWER, type Answers, type FormDefinition, type FormField } from '../../../model/form.ts'

/** What is wrong with an answer, by the key of its field. */
export type AnswerProblems = Record<string, string>
type Written = Record<string, string | boolean | undefined>

const email = z.email().max(MAX_ANSWER.short)
const PHONE = /^[+\d][\d\s()./-]{3,40}$/

/** The answers of a form that are understood, and what is wrong with the others. What no field asks for is left out. */
export function readAnswers(
  { fields }: Pick<FormDefinition, 'fields'>,
  written: Written,
): { answers: Answers; problems: AnswerProblems } {
  const answers: Answers = {}
  const problems: AnswerProblems = {}
  for (const field of fields) {
    const read = readers[field.type](written[field.key], field)
    if ('problem' in read) problems[field.key] = read.problem
    else if (read.answer === '' || read.answer === false) {
      if (field.required) problems[field.key] = missing(field)
    } else answers[field.key] = read.answer
  }
  return { answers, problems }
}

function missing({ type }: FormField): string {
  return type === 'checkbox' || type === 'consent' ? 'Tick this box to go on.' : 'This is needed.'
}

type Read = { answer: string | boolean } | { problem: string }
type Reader = (value: string | boolean | undefined, field: FormField) => Read

const readers: Record<FormField['type'], Reader> = {
  text: (value) => readText(value, MAX_ANSWER.short),
  long_text: (value) => readText(value, MAX_ANSWER.long),
  email: (value) =>
    readText(value, MAX_ANSWER.short, (text) => email.safeParse(text).success, 'This is no e-mail address.'),
  phone: (value) => readText(value, MAX_ANSWER.short, (text) => PHONE.test(text), 'This is no phone number.'),
  select: (value, { options }) =>
    readText(value, MAX_ANSWER.short, (text) => options.includes(text), 'Choose one of the answers.'),
  checkbox: readBox,
  consent: readBox,
}

function readText(
  value: string | boolean | undefined,
  max: number,
  isRight: (text: string) => boolean = () => true,
  problem = '',
): Read {
  // A NUL character is the one that the database cannot keep.
  const text = typeof value === 'string' ? value.replaceAll('\0', '').trim() : ''
  if (text.length > max) return { problem: `Write at most ${max} characters.` }
  return text === '' || isRight(text) ? { answer: text } : { problem }
}

function readBox(value: string | boolean | undefined): Read {
  return { answer: value === true || value === 'on' || value === 'true' }
}
