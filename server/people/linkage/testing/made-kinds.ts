import { capital, makeWords, skewed } from './made-words.ts'
import { digits, pickFrom, reword, slip, type Random } from './slips.ts'

export type MadeRecord = Record<string, string>

/** A kind of record: how one is made, and what a second record of the same entity looks like. */
export type MadeKind = {
  make(random: Random, index: number): MadeRecord
  again(record: MadeRecord, random: Random): MadeRecord
}

const DAY_MS = 86_400_000

/** Slips in one field of the record, more rarely in two or three. */
function slipIn(fields: string[], record: MadeRecord, random: Random): MadeRecord {
  const count = random() < 0.6 ? 1 : random() < 0.75 ? 2 : 3
  const spoilt = { ...record }
  for (let turn = 0; turn < count; turn++) {
    const field = pickFrom(fields, random)
    spoilt[field] = slip(spoilt[field] ?? '', random)
  }
  return spoilt
}

function dayOf(random: Random): string {
  return new Date(Math.floor(random() * 20_000) * DAY_MS - 9_000 * DAY_MS).toISOString().slice(0, 10)
}

type Names = { first: string[]; last: string[]; towns: string[]; streets: string[] }

function namesOf(random: Random, sizes = { first: 300, last: 1_500, towns: 120 }): Names {
  const list = (count: number, syllables: number) => makeWords(count, random, syllables).map(capital)
  return {
    first: list(sizes.first, 2),
    last: list(sizes.last, 3),
    towns: list(sizes.towns, 3),
    streets: list(200, 2),
  }
}

/** People of an English CRM, with everything there is to know. */
function people(random: Random): MadeKind {
  const names = namesOf(random)
  return {
    make: () => {
      const [first, last] = [skewed(names.first, random), skewed(names.last, random)]
      const town = Math.floor(random() ** 2 * names.towns.length)
      return {
        first_name: first,
        last_name: last,
        dob: dayOf(random),
        street: `${1 + Math.floor(random() * 200)} ${skewed(names.streets, random)} Street`,
        city: names.towns[town]!,
        postcode: `${10_000 + town * 37 + Math.floor(random() * 5)}`,
        email: random() < 0.7 ? `${first}.${last}${digits(2, random)}@mail.example`.toLowerCase() : '',
        phone: random() < 0.6 ? `+1 555 ${digits(3, random)} ${digits(4, random)}` : '',
      }
    },
    again: (record) => slipIn(['first_name', 'last_name', 'dob', 'street', 'email', 'phone'], record, random),
  }
}

/** A German list: its own column names, umlauts written out by some, dates with the day first, and "Nachname, Vorname". */
function germans(random: Random): MadeKind {
  const names = namesOf(random, { first: 150, last: 900, towns: 60 })
  const last = names.last.map((name, at) =>
    at % 4 === 0 ? name.replace(/[aou]/, (v) => ({ a: 'ä', o: 'ö', u: 'ü' })[v]!) : name,
  )
  return {
    make: () => {
      const town = Math.floor(random() ** 2 * names.towns.length)
      const [year, month, day] = dayOf(random).split('-')
      return {
        Vorname: skewed(names.first, random),
        Nachname: skewed(last, random),
        Geburtsdatum: `${day}.${month}.${year}`,
        PLZ: `${10_000 + town * 31 + Math.floor(random() * 4)}`,
        Ort: names.towns[town]!,
        Straße: `${skewed(names.streets, random)}straße ${1 + Math.floor(random() * 90)}`,
        Telefon: random() < 0.5 ? `0${digits(3, random)} / ${digits(6, random)}` : '',
      }
    },
    again: (record) => {
      const spoilt = slipIn(['Vorname', 'Nachname', 'Geburtsdatum', 'Straße', 'Telefon'], record, random)
      const spelt = { ä: 'ae', ö: 'oe', ü: 'ue' } as const
      return {
        ...spoilt,
        Nachname: spoilt['Nachname']!.replace(/[äöü]/, (v) => (random() < 0.5 ? spelt[v as 'ä'] : v)),
        Straße: spoilt['Straße']!.replace('straße', 'str.'),
      }
    },
  }
}

/** A list of little: a name and an e-mail address. */
function subscribers(random: Random): MadeKind {
  const names = namesOf(random)
  const hosts = ['gmail.example', 'web.example', 'mail.example', 'work.example']
  return {
    make: () => {
      const [first, last] = [skewed(names.first, random), skewed(names.last, random)]
      return {
        Name: `${first} ${last}`,
        'E-Mail':
          `${first}${pickFrom(['.', '_', ''], random)}${last}${digits(2, random)}@${pickFrom(hosts, random)}`.toLowerCase(),
      }
    },
    again: (record) => slipIn(['Name', 'E-Mail'], record, random),
  }
}

/** Customers of a shop that knows numbers instead of names; the most have nothing but that. */
function customers(random: Random): MadeKind {
  return {
    make: (_, index) => {
      const number = `${12_346 + index}`
      const isKnown = random() < 0.15
      return {
        name: `Customer ${number}`,
        country: random() < 0.9 ? 'United Kingdom' : pickFrom(['Germany', 'France', 'Spain', 'EIRE'], random),
        email: isKnown
          ? `${pickFrom(['shop', 'buyer', 'info', 'hello'], random)}${digits(4, random)}@mail${digits(1, random)}.example`
          : '',
        phone: isKnown ? `+44 20 ${digits(4, random)} ${digits(4, random)}` : '',
      }
    },
    again: (record) => (record['email'] ? slipIn(['email', 'phone', 'name'], record, random) : record),
  }
}

/** Customers of one land on one plan: most fields say nothing. */
function constants(random: Random): MadeKind {
  const own = people(random)
  return {
    make: (from, index) => {
      const { first_name = '', last_name = '', email = '', phone = '' } = own.make(from, index)
      return {
        firstName: first_name,
        lastName: last_name,
        email,
        phone,
        country: random() < 0.98 ? 'US' : 'CA',
        plan: random() < 0.99 ? 'free' : 'pro',
        language: 'en',
        tier: pickFrom(['a', 'b', 'c'], random),
        created: `2024-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`,
      }
    },
    again: (record) => ({
      ...slipIn(['firstName', 'lastName', 'email', 'phone'], record, random),
      created: `2025-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`,
    }),
  }
}

/** Cyrillic, with few first names, as many lists have. */
function russians(random: Random): MadeKind {
  const names = namesOf(random, { first: 60, last: 800, towns: 40 })
  const letters: Record<string, string> = {
    a: 'а',
    b: 'б',
    d: 'д',
    e: 'е',
    f: 'ф',
    g: 'г',
    h: 'х',
    i: 'и',
    k: 'к',
    l: 'л',
    m: 'м',
    n: 'н',
    o: 'о',
    p: 'п',
    r: 'р',
    s: 'с',
    t: 'т',
    u: 'у',
    v: 'в',
    w: 'в',
    c: 'ц',
    j: 'й',
  }
  const cyrillic = (word: string) =>
    capital(word.toLowerCase().replaceAll(/./g, (letter) => letters[letter] ?? letter))
  return {
    make: () => ({
      имя: cyrillic(skewed(names.first, random)),
      фамилия: `${cyrillic(skewed(names.last, random))}ов`,
      'дата рождения': dayOf(random).split('-').toReversed().join('.'),
      город: cyrillic(skewed(names.towns, random)),
      телефон: `+7 ${digits(3, random)} ${digits(7, random)}`,
    }),
    again: (record) => slipIn(['имя', 'фамилия', 'дата рождения', 'телефон'], record, random),
  }
}

/** Firms, with their legal form written or not. */
function companies(random: Random): MadeKind {
  const names = namesOf(random)
  const trades = ['Systems', 'Foods', 'Logistics', 'Consulting', 'Industries', 'Media', 'Software', 'Energy']
  const forms = ['Inc.', 'LLC', 'Ltd', 'GmbH', 'Corporation']
  return {
    make: () => {
      const name = `${skewed(names.last, random)} ${pickFrom(trades, random)}`
      return {
        company_name: `${name} ${pickFrom(forms, random)}`,
        website: random() < 0.8 ? `https://www.${name.replaceAll(' ', '').toLowerCase()}.example` : '',
        city: skewed(names.towns, random),
        country: pickFrom(['USA', 'Germany', 'UK'], random),
        industry: pickFrom(trades, random),
        employees: `${Math.ceil(random() ** 3 * 5_000)}`,
      }
    },
    again: (record) => {
      const name = record['company_name']!
      const shorter = random() < 0.6 ? name.slice(0, name.lastIndexOf(' ')) : name
      return {
        ...record,
        company_name: random() < 0.5 ? shorter : slip(shorter, random),
        website: random() < 0.7 ? record['website']!.replace('https://www.', 'http://') : '',
        employees: `${Math.ceil(Number(record['employees']) * (0.8 + random() * 0.4))}`,
      }
    },
  }
}

/** Papers as bibliographies cite them. */
function papers(random: Random): MadeKind {
  const names = namesOf(random)
  const terms = makeWords(700, random, 3)
  const venues = [
    ['VLDB', 'Very Large Data Bases'],
    ['SIGMOD Conference', 'International Conference on Management of Data'],
    ['ICDE', 'Data Engineering'],
    ['TODS', 'ACM Transactions on Database Systems'],
  ] as const
  return {
    make: () => ({
      title: capital(
        Array.from({ length: 5 + Math.floor(random() * 6) }, () => skewed(terms, random)).join(' '),
      ),
      authors: Array.from(
        { length: 1 + Math.floor(random() * 4) },
        () => `${skewed(names.first, random)} ${skewed(names.last, random)}`,
      ).join(', '),
      venue: pickFrom(venues, random)[0],
      year: `${1990 + Math.floor(random() * 20)}`,
    }),
    again: (record) => ({
      title: random() < 0.6 ? reword(record['title']!, random) : record['title']!,
      authors:
        random() < 0.6
          ? record['authors']!.replaceAll(/(\p{L})\p{L}+ (\p{L}+)/gu, '$1. $2')
          : record['authors']!,
      venue: random() < 0.7 ? (venues.find(([short]) => short === record['venue'])?.[1] ?? '') : '',
      year: random() < 0.85 ? record['year']! : '',
    }),
  }
}

/** Goods of two shops: the makers and models in other words, the price another. */
function products(random: Random): MadeKind {
  const brands = makeWords(60, random).map(capital)
  const terms = makeWords(300, random)
  return {
    make: () => {
      const brand = skewed(brands, random)
      const what = Array.from({ length: 3 + Math.floor(random() * 4) }, () => skewed(terms, random)).join(' ')
      const model = `${pickFrom(['X', 'GT', 'PRO', 'S'], random)}${digits(4, random)}`
      return {
        name: `${brand} ${what} ${model}`,
        description: Array.from({ length: 14 }, () => skewed(terms, random)).join(' '),
        manufacturer: brand,
        price: (5 + random() ** 3 * 900).toFixed(2),
      }
    },
    again: (record) => ({
      name: reword(
        random() < 0.5 ? record['name']!.replace(`${record['manufacturer']} `, '') : record['name']!,
        random,
      ),
      description:
        random() < 0.5 ? '' : reword(reword(reword(record['description']!, random), random), random),
      manufacturer: random() < 0.5 ? '' : record['manufacturer']!,
      price: random() < 0.2 ? '' : (Number(record['price']) * (0.85 + random() * 0.3)).toFixed(2),
    }),
  }
}

/** Restaurants of two guides. */
function restaurants(random: Random): MadeKind {
  const names = namesOf(random)
  const types = ['american', 'italian', 'french', 'mexican', 'steakhouses', 'asian', 'delis']
  const cities = ['new york', 'los angeles', 'san francisco', 'atlanta', 'las vegas']
  return {
    make: () => ({
      name: `${skewed(names.last, random)}${pickFrom(["'s", ' grill', ' cafe', '', ' on main'], random)}`.toLowerCase(),
      addr: `${1 + Math.floor(random() * 9_000)} ${pickFrom(['n.', 's.', 'w.', ''], random)} ${skewed(names.streets, random)} ${pickFrom(['st.', 'ave.', 'blvd.'], random)}`,
      city: pickFrom(cities, random),
      phone: `${pickFrom(['212', '310', '415', '404'], random)}/${digits(3, random)}-${digits(4, random)}`,
      type: pickFrom(types, random),
    }),
    again: (record) => ({
      name: random() < 0.5 ? reword(record['name']!, random) : record['name']!,
      addr: record['addr']!.replace('st.', 'street')
        .replace('ave.', 'avenue')
        .replace('n. ', random() < 0.5 ? '' : 'north '),
      city: random() < 0.2 ? pickFrom(['hollywood', 'brooklyn', 'queens'], random) : record['city']!,
      phone:
        random() < 0.9 ? record['phone']!.replace('/', '-') : `212/${digits(3, random)}-${digits(4, random)}`,
      type: random() < 0.4 ? record['type']! : pickFrom(types, random),
    }),
  }
}

/** Songs as several catalogues list them. */
function songs(random: Random): MadeKind {
  const words = makeWords(500, random)
  const artists = makeWords(250, random, 3).map((word, at) =>
    at % 2 ? `the ${word}s` : `${word} ${pickFrom(words, random)}`,
  )
  const phrase = (least: number) =>
    Array.from({ length: least + Math.floor(random() * 3) }, () => skewed(words, random)).join(' ')
  return {
    make: () => ({
      number: `${1 + Math.floor(random() * 20)}`,
      title: capital(phrase(2)),
      length: `${120 + Math.floor(random() * 300)}`,
      artist: skewed(artists, random),
      album: capital(phrase(1)),
      year: `${1960 + Math.floor(random() * 60)}`,
      language: pickFrom(['English', 'Spanish', 'German'], random),
    }),
    again: (record) => ({
      number: random() < 0.5 ? '' : record['number']!.padStart(3, '0'),
      title:
        random() < 0.5
          ? `${record['number']}-${record['title']}`
          : random() < 0.5
            ? reword(record['title']!, random)
            : record['title']!,
      length: random() < 0.5 ? `${(Number(record['length']) / 60).toFixed(3)}` : record['length']!,
      artist: random() < 0.3 ? slip(record['artist']!, random) : record['artist']!,
      album: random() < 0.3 ? `${record['album']} (${record['year']})` : record['album']!,
      year: random() < 0.3 ? `'${record['year']!.slice(2)}` : record['year']!,
      language: random() < 0.5 ? '' : record['language']!.slice(0, 3),
    }),
  }
}

/** Four fields with slips in all of them, as a register of voters has. */
function voters(random: Random): MadeKind {
  const names = namesOf(random, { first: 800, last: 4_000, towns: 300 })
  return {
    make: () => {
      const town = Math.floor(random() ** 2 * names.towns.length)
      return {
        givenname: skewed(names.first, random),
        surname: skewed(names.last, random),
        suburb: names.towns[town]!,
        postcode: `${27_000 + town}`,
      }
    },
    again: (record) => slipIn(['givenname', 'surname', 'suburb', 'postcode'], record, random),
  }
}

/** Kinds of records that are as unlike each other as the lists that people bring. */
export const madeKinds = {
  people,
  germans,
  subscribers,
  customers,
  constants,
  russians,
  companies,
  papers,
  products,
  restaurants,
  songs,
  voters,
} satisfies Record<string, (random: Random) => MadeKind>
