import { readText } from './decode-text.ts'

/** The columns that a file of contact cards becomes. */
const vcardHeaders = [
  'UID',
  'Full name',
  'First name',
  'Last name',
  'E-mail',
  'Other e-mails',
  'Phone',
  'Other phones',
  'Company',
  'Job title',
  'Street',
  'City',
  'State or region',
  'Postal code',
  'Country',
  'Birthday',
  'Website',
  'Note',
  'Categories',
] as const

type Property = { name: string; params: string[]; value: string }

/** The contacts of a file of cards (vCard 2.1, 3.0 and 4.0) as a table whose first row is `vcardHeaders`. */
export async function* readVcards(path: string): AsyncGenerator<string[]> {
  yield [...vcardHeaders]
  let card: Property[] | null = null
  for await (const line of unfoldedLines(path)) {
    const property = readProperty(line)
    if (property?.name === 'BEGIN') card = []
    else if (property?.name === 'END' && card) {
      yield rowOf(card)
      card = null
    } else if (property) card?.push(property)
  }
}

/** A line that begins with a space goes on with the one before; so does one after a soft break of quoted-printable. */
async function* unfoldedLines(path: string): AsyncGenerator<string> {
  let current: string | null = null
  for await (const line of lines(path)) {
    const isSoft: boolean =
      current !== null && /quoted-printable/i.test(headOf(current)) && current.endsWith('=')
    if (current !== null && isSoft) current = current.slice(0, -1) + line
    else if (current !== null && /^[ \t]/.test(line)) current += line.slice(1)
    else {
      if (current !== null) yield current
      current = line
    }
  }
  if (current !== null) yield current
}

async function* lines(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of readText(path)) {
    const parts = (rest + piece).split(/\r\n|\n|\r(?!\n|$)/)
    rest = parts.pop() ?? ''
    yield* parts
  }
  if (rest) yield rest.replace(/\r$/, '')
}

function headOf(line: string): string {
  return line.slice(0, Math.max(0, line.indexOf(':')))
}

function readProperty(line: string): Property | null {
  const colon = endOfHead(line)
  if (colon < 1) return null
  const [name = '', ...params] = line.slice(0, colon).split(';')
  const value = line.slice(colon + 1)
  const upper = params.map((param) => param.toUpperCase())
  return {
    // Apple puts a group before the name: item1.EMAIL.
    name: name.slice(name.lastIndexOf('.') + 1).toUpperCase(),
    params: upper,
    value: upper.some((param) => param.includes('QUOTED-PRINTABLE')) ? decodeQuoted(value, upper) : value,
  }
}

/** The colon that ends names and parameters; one inside quotes does not. */
function endOfHead(line: string): number {
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '"') isQuoted = !isQuoted
    else if (line[at] === ':' && !isQuoted) return at
  }
  return -1
}

function decodeQuoted(value: string, params: string[]): string {
  const bytes = Buffer.from(
    value.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
  const charset = params.find((param) => param.startsWith('CHARSET='))?.slice(8) ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return bytes.toString('utf8')
  }
}

function rowOf(card: Property[]): string[] {
  const all = (name: string) => preferredFirst(card.filter((one) => one.name === name))
  const first = (name: string) => unescape(all(name)[0]?.value ?? '')
  const [family = '', given = ''] = parts(all('N')[0]?.value ?? '')
  const emails = all('EMAIL').map(({ value }) => unescape(value))
  const phones = all('TEL').map(({ value }) => unescape(value).replace(/^tel:/i, ''))
  const [, , street = '', city = '', region = '', code = '', country = ''] = parts(all('ADR')[0]?.value ?? '')
  const [company = ''] = parts(all('ORG')[0]?.value ?? '')
  return [
    first('UID').replace(/^urn:uuid:/i, ''),
    first('FN'),
    given,
    family,
    emails[0] ?? '',
    emails.slice(1).join('; '),
    phones[0] ?? '',
    phones.slice(1).join('; '),
    company,
    first('TITLE') || first('ROLE'),
    street,
    city,
    region,
    code,
    country,
    birthday(first('BDAY')),
    first('URL'),
    first('NOTE'),
    first('CATEGORIES'),
  ]
}

function preferredFirst(properties: Property[]): Property[] {
  const rank = ({ params }: Property) => (params.some((param) => /^(TYPE=.*)?\bPREF/.test(param)) ? 0 : 1)
  return properties.toSorted((a, b) => rank(a) - rank(b))
}

/** The parts of a structured value: semicolons part, escaped ones do not. */
function parts(value: string): string[] {
  return value.split(/(?<!\\);/).map(unescape)
}

function unescape(value: string): string {
  return value
    .replaceAll(/\\n/gi, '\n')
    .replaceAll(/\\([,;:\\])/g, '$1')
    .trim()
}

/** A birthday without a year (`--0615`, or Apple's 1604) is kept as month and day. */
function birthday(value: string): string {
  const [, year, month, day] = /^(\d{4}|--)-?(\d{2})-?(\d{2})/.exec(value) ?? []
  if (!month || !day) return value
  return year === '--' || year === '1604' ? `${month}-${day}` : `${year}-${month}-${day}`
}
