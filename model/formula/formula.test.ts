import { describe, expect, it } from 'vitest'
import { checkFormula, fieldsIn } from './check-formula.ts'
import { FormulaError, type FormulaType } from './formula-types.ts'

const fields = new Map<string, FormulaType | null>([
  ['amount', 'number'],
  ['cost', 'number'],
  ['name', 'text'],
  ['closes', 'date'],
  ['made', 'moment'],
  ['won', 'boolean'],
  ['place', null],
])

const typeOf = (source: string) => checkFormula(source, fields).type
function wrong(source: string): [string, string] {
  try {
    checkFormula(source, fields)
  } catch (error) {
    if (error instanceof FormulaError)
      return [source.slice(error.place.at, error.place.at + error.place.length), error.message]
  }
  throw new Error(`${source} is taken for right`)
}

describe('a formula', () => {
  it.each([
    ['amount - cost * 2', 'number'],
    ['(amount + 1) / -cost', 'number'],
    ['amount >= 100 and not won or name = "x"', 'boolean'],
    ['name & " " & amount', 'text'],
    ['if(won, name, "nobody")', 'text'],
    ['IF(won, 1, 0)', 'number'],
    ['days_between(made, closes)', 'number'],
    ['add_days(closes, 14)', 'date'],
    ['closes <> date("2026-02-28")', 'boolean'],
    ['max(amount, cost, 0)', 'number'],
    [`concat('it''s'`.replace("''", "\\'") + ', name)', 'text'],
  ])('%s gives a %s', (source, type) => expect(typeOf(source)).toBe(type))

  it('binds * before + before & before = before and before or', () => {
    const { left } = checkFormula('1 + 2 * 3 = 7 or won', fields) as { left?: { left?: object } }
    expect(left).toMatchObject({
      operator: '=',
      left: { operator: '+', right: { operator: '*' } },
    })
  })

  it('names the fields that it reads', () =>
    expect(fieldsIn(checkFormula('if(won, amount, cost) * 2', fields))).toEqual(['won', 'amount', 'cost']))

  it.each([
    ['amuont * 2', 'amuont', 'There is no field called amuont.'],
    ['place = "x"', 'place', 'place has no value that a formula can use.'],
    ['amount + name', 'name', 'This is a text, and a number is needed here.'],
    ['if(amount, 1, 2)', 'amount', 'This is a number, and yes or no is needed here.'],
    ['if(won, 1, "a")', '"a"', 'This is a text, and a number is needed here.'],
    ['round(amount, cost)', 'cost', 'Say how many decimals: a number from 0 to 6.'],
    ['sqrt(amount)', 'sqrt', 'There is no function called sqrt.'],
    ['abs(1, 2)', 'abs(1, 2)', 'abs takes 1 value, not 2: abs(balance)'],
    ['date("2026-02-30")', '"2026-02-30"', 'A day is written as date("2026-01-31").'],
    ['year(amount)', 'amount', 'A day or a moment is needed here, and this is a number.'],
    ['"open', '"open', 'A quotation mark is opened here and never closed.'],
    ['amount % 2', '%', '% has no meaning in a formula.'],
    ['(amount', '', 'A bracket is opened before and not closed here.'],
    ['amount amount', 'amount', 'amount is not expected here.'],
    ['1 +', '', 'The formula ends too early.'],
    ['', '', 'Write a formula.'],
  ])('%s is wrong at “%s”', (source, at, message) => expect(wrong(source)).toEqual([at, message]))

  it('is not nested endlessly', () => {
    expect(wrong(`${'('.repeat(5_000)}1`)[1]).toBe('The formula is nested too deeply.')
    expect(wrong(`${'-'.repeat(5_000)}1`)[1]).toBe('The formula is nested too deeply.')
  })
})
