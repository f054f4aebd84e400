import { describe, expect, it } from 'vitest'
import { plainSql } from './plain-sql.ts'

describe('a text of SQL', () => {
  it('is a whole statement without its comments, each line where it was', () => {
    expect(plainSql("select 1 -- one (\n, '--' /* two\n ; */, `a b`")).toEqual({
      sql: "select 1  \n, '--'  \n, `a b`",
    })
    expect(plainSql(String.raw`select 'it''s', 'a\'b', "c"`)).toHaveProperty('sql')
  })

  it.each([
    ['select 1; select 2', 1, 'semicolon'],
    ['select 1\n) union all (select 2', 2, 'closed that was not opened'],
    ['select (1\n', 2, 'not closed'],
    ['select [1)', 1, 'closed that was not opened'],
    ["select 'a", 1, 'not closed'],
    [String.raw`select 'a\'`, 1, 'not closed'],
    ["select 'a\nTableIdentifier'", 1, 'line break'],
    ['select 1 /* a', 1, 'not closed'],
    ['select $a$ ; $a$', 1, '“$”'],
    ['select {run:UUID}', 1, '“{”'],
    ['select 1 # a', 1, '“#”'],
    ['select ‘a’', 1, '“‘”'],
    ['select `a\nb`', 1, 'name'],
    ['select "a (alias b)"', 1, 'name'],
    ['select \0', 1, 'sign'],
  ])('is refused as %j, with the line', (text, line, words) => {
    const found = plainSql(text)
    expect(found).toMatchObject({ line })
    expect('problem' in found && found.problem).toContain(words)
  })
})
