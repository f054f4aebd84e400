import { describe, expect, it } from 'vitest'
import { recogniseFormat } from '../formats/formats.ts'
import { parseDate } from '../values/parse-date.ts'
import { detectDecimal, parseMoney, parseNumber } from '../values/parse-number.ts'
import { guessMapping } from './guess-mapping.ts'

function look(text: string, fileName = 'file.csv') {
  const [headers = [], ...rows] = text.split('\n').map((line) => line.split('|'))
  return {
    fileName,
    headers,
    samples: headers.map((_, place) => rows.map((row) => row[place] ?? '').filter(Boolean)),
  }
}

function guess(text: string, fileName?: string) {
  const seen = look(text, fileName)
  const format = recogniseFormat(seen)
  const { mapping } = guessMapping(seen, format)
  const columns = mapping.columns.map(
    (target) => target && ('field' in target ? target.field : `trait ${target.trait}`),
  )
  return {
    format: format?.name ?? null,
    object: mapping.object,
    columns,
    dates: mapping.date_order,
    decimal: mapping.decimal,
  }
}

describe('exports are recognised', () => {
  it.each([
    [
      'HubSpot contacts',
      'Record ID|First Name|Last Name|Email|Phone Number|Contact owner\n12345678|Ada|L|ada@x.com|1|Bo',
      'HubSpot',
      'people',
    ],
    [
      'HubSpot companies',
      'Record ID|Company name|Company Domain Name|Country/Region\n12345678|A|a.com|UK',
      'HubSpot',
      'companies',
    ],
    [
      'HubSpot deals',
      'Record ID|Deal Name|Amount|Deal Stage|Close Date|Deal Owner\n12345678|A|1|Won|2024-01-01|Bo',
      'HubSpot',
      'deals',
    ],
    [
      'HubSpot in German',
      'Datensatz-ID|Vorname|Nachname|E-Mail|Erstelldatum|Letzte Aktivität\n12345678|Ada|L|ada@x.com|2024-03-12 09:14|2024-03-13 09:14',
      'HubSpot',
      'people',
    ],
    [
      'Salesforce accounts',
      'Id|IsDeleted|Name|BillingCity|CreatedDate|SystemModstamp\n001A0000001aaaaAAA|0|Acme|Rome|2024|2024',
      'Salesforce',
      'companies',
    ],
    [
      'Salesforce in French',
      'Identifiant|Nom|Adresse e-mail\n003A0000001aaaaAAA|Ada|ada@x.com',
      'Salesforce',
      'people',
    ],
    [
      'Salesforce stage history',
      'Id|OpportunityId|StageName|CreatedDate\n008A0000001aaaaAAA|006A0000001aaaaAAA|Won|2024-01-01',
      'Salesforce',
      'stage_history',
    ],
    [
      'Pipedrive deals',
      'Deal - Title*|Deal - Value|Deal - Stage|Organization - Name\nA|1|Won|Acme',
      'Pipedrive',
      'deals',
    ],
    [
      'Pipedrive people',
      'Person - Name|Person - Email|Organization name\nA|a@x.com|Acme',
      'Pipedrive',
      'people',
    ],
    [
      'Google',
      'Name Prefix|First Name|Last Name|E-mail 1 - Label|E-mail 1 - Value|Phone 1 - Value\n|Ada|L|Home|a@x.com|1',
      'Google Contacts',
      'people',
    ],
    [
      'Outlook',
      'First Name|Last Name|E-mail Address|Mobile Phone|Business Phone|Home Street\nAda|L|a@x.com|1|2|s',
      'Outlook',
      'people',
    ],
    [
      'LinkedIn',
      'First Name|Last Name|URL|Email Address|Company|Position|Connected On\nAda|L|https://www.linkedin.com/in/ada|||CEO|12 Mar 2024',
      'LinkedIn',
      'people',
    ],
    [
      'LinkedIn in German',
      'Vorname|Nachname|Profil|Firma\nAda|L|https://www.linkedin.com/in/ada|Engines',
      'LinkedIn',
      'people',
    ],
  ])('%s', (_name, text, format, object) => {
    expect(guess(text)).toMatchObject({ format, object })
  })

  it('takes the "Date entered" columns of HubSpot for the history of stages', () => {
    const { mapping } = guessMapping(
      look('Record ID|Deal Name|Date entered "Won (Sales)"\n12345678|A|2024-01-01'),
      recogniseFormat(look('Record ID|Deal Name|x\n12345678|A|b')),
    )
    expect(mapping.columns[2]).toEqual({ field: 'stage_entered', stage: 'Won' })
  })
})

describe('the columns of unknown files are guessed', () => {
  it.each([
    [
      'German',
      'Vorname|Nachname|E-Mail-Adresse|Telefon|Firma|PLZ|Ort|Land',
      'people',
      ['first_name', 'last_name', 'email', 'phone', 'company', 'postal_code', 'city', 'country'],
    ],
    [
      'French',
      'Prénom|Nom de famille|Adresse e-mail|Société|Poste',
      'people',
      ['first_name', 'last_name', 'email', 'company', 'title'],
    ],
    [
      'Spanish',
      'Nombre|Apellidos|Correo electrónico|Teléfono|Empresa',
      'people',
      ['first_name', 'last_name', 'email', 'phone', 'company'],
    ],
    ['Japanese', '名|姓|メールアドレス|会社名', 'people', ['first_name', 'last_name', 'email', 'company']],
  ])('by their headings in %s', (_language, headers, object, columns) => {
    expect(guess(headers)).toMatchObject({ object, columns })
  })

  it('by their values, when the headings say nothing', () => {
    expect(guess('A|B|C\nada@x.com|+49 30 123456|x\nbo@y.org|+49 30 654321|y').columns).toEqual([
      'email',
      'phone',
      'trait c',
    ])
  })

  it('of a table of opportunities and of accounts', () => {
    const deals = guess(
      'opportunity_id|sales_agent|product|account|deal_stage|engage_date|close_date|close_value\nA|Bo|X|Acme|Won|10/20/2016|3/1/2017|1054',
    )
    expect(deals).toMatchObject({
      object: 'deals',
      columns: ['external_id', 'owner', 'name', 'company', 'stage', 'created_at', 'close_date', 'amount'],
      dates: 'mdy',
    })
    expect(
      guess(
        'account|sector|year_established|revenue|employees|office_location|subsidiary_of\nAcme|x|1996|1.5|2|US|',
      ),
    ).toMatchObject({
      object: 'companies',
      columns: ['name', 'industry', 'founded', 'annual_revenue', 'employees', 'country', 'parent_company'],
    })
  })
})

describe('values are read as people write them', () => {
  it.each([
    ['2024-03-31', 'dmy', '2024-03-31T00:00:00.000Z'],
    ['2024-03-31T10:15:30+02:00', 'dmy', '2024-03-31T08:15:30.000Z'],
    ['2024-03-12 09:14', 'dmy', '2024-03-12T09:14:00.000Z'],
    ['03/04/2024', 'mdy', '2024-03-04T00:00:00.000Z'],
    ['03/04/2024', 'dmy', '2024-04-03T00:00:00.000Z'],
    ['31.12.99', 'dmy', '1999-12-31T00:00:00.000Z'],
    ['3/1/2017 2:05 PM', 'mdy', '2017-03-01T14:05:00.000Z'],
    ['12 Mar 2024', 'mdy', '2024-03-12T00:00:00.000Z'],
    ['March 12, 2024', 'dmy', '2024-03-12T00:00:00.000Z'],
    ['12. März 2024', 'dmy', '2024-03-12T00:00:00.000Z'],
    ['12 de marzo de 2024', 'dmy', '2024-03-12T00:00:00.000Z'],
    ['45631', 'dmy', '2024-12-05T00:00:00.000Z'],
    ['30.02.2024', 'dmy', null],
    ['soon', 'dmy', null],
  ] as const)('the date %s in the order %s', (text, order, expected) => {
    expect(parseDate(text, order)?.toISOString() ?? null).toBe(expected)
  })

  it.each([
    ['1,234.50', '.', 1234.5],
    ['1.234,50', ',', 1234.5],
    ['1 234,50', ',', 1234.5],
    ["1'234.50", '.', 1234.5],
    ['(50)', '.', -50],
    ['12,34,567', '.', 1234567],
    ['1.2.3', '.', null],
    ['1,23', '.', null],
    ['many', '.', null],
  ] as const)('the number %s with the sign %s', (text, decimal, expected) => {
    expect(parseNumber(text, decimal)).toBe(expected)
  })

  it('amounts with their currency', () => {
    expect(parseMoney('€ 1.234,50', ',')).toEqual({ amount: 1234.5, currency: 'EUR' })
    expect(parseMoney('USD 99', '.')).toEqual({ amount: 99, currency: 'USD' })
    expect(detectDecimal(['1.234,50', '99'])).toBe(',')
    expect(detectDecimal(['1,234', '99.5'])).toBe('.')
  })
})
