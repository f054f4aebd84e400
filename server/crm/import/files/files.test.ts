import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTables } from './open-tables.ts'

describe('a file as a table', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-files-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const read = async (content: string | Uint8Array) => {
    const path = join(folder, 'file')
    await writeFile(path, content)
    const tables = []
    for (const { headers, rows, sheet } of await openTables(path)) {
      const found: string[][] = []
      for await (const row of rows) found.push(row)
      tables.push({ headers, rows: found, sheet })
    }
    return tables
  }

  it.each([
    ['commas', 'Name,City\nAda,London\n'],
    ['semicolons', 'Name;City\r\nAda;London\r\n'],
    ['tabs', 'Name\tCity\nAda\tLondon'],
    ['quotes', '"Name","City"\n"Ada","London"'],
    ['a line that names the delimiter', 'sep=;\nName;City\nAda;London'],
    ['a byte order mark', '\uFEFFName,City\nAda,London'],
    ['UTF-16', Buffer.from('\uFEFFName,City\nAda,London', 'utf16le')],
    ['UTF-16 without a mark', Buffer.from('Name,City\nAda,London', 'utf16le')],
  ])('is read with %s', async (_what, content) => {
    expect(await read(content)).toMatchObject([{ headers: ['Name', 'City'], rows: [['Ada', 'London']] }])
  })

  it('is read in Windows-1252, with line breaks and quotes in cells', async () => {
    const content = Buffer.from('Name;Ort\nJ\xfcrgen;"K\xf6ln;\nDeutz ""am Rhein"""\n', 'latin1')
    expect(await read(content)).toMatchObject([{ rows: [['Jürgen', 'Köln;\nDeutz "am Rhein"']] }])
  })

  it('is read without the notes before its heading and the footer after its rows', async () => {
    const content =
      'Notes:\n"When exporting your connection data, some e-mails are missing."\n\nFirst Name,Last Name,URL,Company\nAda,Lovelace,https://www.linkedin.com/in/ada,Engines\n\n"Confidential"\n"Copyright"\n'
    expect(await read(content)).toMatchObject([
      {
        headers: ['First Name', 'Last Name', 'URL', 'Company'],
        rows: [['Ada', 'Lovelace', 'https://www.linkedin.com/in/ada', 'Engines']],
      },
    ])
  })

  it('says what is wrong with a quote that is never closed', async () => {
    await expect(read(`Name,City\n"Ada,London\n${'x\n'.repeat(700_000)}`)).rejects.toThrow('quotation mark')
  })

  it.each([
    ['nothing', '', 'empty'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1'), 'no table'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), '.xlsx'],
    ['a damaged workbook', Buffer.from('PK\u0003\u0004 but no more'), 'damaged'],
  ])('is refused with a sentence when it is %s', async (_what, content, sentence) => {
    await expect(read(content)).rejects.toThrow(sentence)
  })

  it('is each sheet of a workbook, with its dates as days', async () => {
    expect(await read(workbook())).toEqual([
      {
        sheet: 'People',
        headers: ['Name', 'Born', 'Score'],
        rows: [
          ['Ada & Co', '2024-12-05', '12.5'],
          ['', '', '7'],
        ],
      },
      { sheet: 'More', headers: ['Name'], rows: [['Grace']] },
    ])
  })

  it('is refused when a small workbook unpacks to gigabytes', async () => {
    const path = 'xl/worksheets/sheet1.xml'
    const bomb = zipSync({
      [path]: [new Uint8Array(0), { level: 9 }],
      'xl/workbook.xml': strToU8('<workbook/>'),
    })
    expect(patchSize(bomb, path, 0x7fffffff)).toBe(true)
    await expect(read(bomb)).rejects.toThrow('512 MB')
  })

  it('is a row for each contact card, old and new', async () => {
    const content = [
      'BEGIN:VCARD',
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCr=',
      'gen',
      'TEL;WORK;PREF:+49 30 1',
      'TEL;CELL:+49 170 2',
      'END:VCARD',
      'BEGIN:VCARD',
      'VERSION:3.0',
      'UID:urn:uuid:42',
      'FN:Ada Lovelace',
      'N:Lovelace;Ada;;;',
      'item1.EMAIL;type=INTERNET:ada@example.com',
      'EMAIL;type=PREF:first@example.com',
      'ORG:Engines\\, Ltd;Research',
      'NOTE:Two\\nlines',
      ' and a folded one',
      'ADR;TYPE=WORK:;;1 Street;London;;W1;UK',
      'BDAY:1604-06-15',
      'END:VCARD',
    ].join('\r\n')
    const [table] = await read(content)
    const cell = (row: number, header: string) => table?.rows[row]?.[table.headers.indexOf(header)]
    expect(cell(0, 'Last name')).toBe('Müller')
    expect(cell(0, 'First name')).toBe('Jürgen')
    expect([cell(0, 'Phone'), cell(0, 'Other phones')]).toEqual(['+49 30 1', '+49 170 2'])
    expect([
      cell(1, 'UID'),
      cell(1, 'E-mail'),
      cell(1, 'Company'),
      cell(1, 'City'),
      cell(1, 'Birthday'),
    ]).toEqual(['42', 'first@example.com', 'Engines, Ltd', 'London', '06-15'])
    expect(cell(1, 'Note')).toBe('Two\nlinesand a folded one')
  })
})

function workbook(): Uint8Array {
  const sheet = (rows: string) =>
    strToU8(`<worksheet xmlns="http://x"><sheetData>${rows}</sheetData></worksheet>`)
  return zipSync({
    'xl/workbook.xml': strToU8(
      '<workbook xmlns:r="r"><sheets><sheet name="People" r:id="r1"/><sheet name="More" r:id="r2"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
    ),
    'xl/sharedStrings.xml': strToU8(
      '<sst><si><t>Name</t></si><si><r><t>Bo</t></r><r><t>rn</t></r></si><si><t>Ada &amp; Co</t></si></sst>',
    ),
    'xl/styles.xml': strToU8(
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    ),
    'xl/worksheets/sheet1.xml': sheet(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>Score</t></is></c></row>' +
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>45631</v></c><c r="C2"><v>12.5</v></c></row><row r="3"><c r="C3"><v>7</v></c></row>',
    ),
    'xl/worksheets/sheet2.xml': sheet(
      '<row><c t="s"><v>0</v></c></row><row><c t="inlineStr"><is><t>Grace</t></is></c></row>',
    ),
  })
}

/** Writes another unpacked size into the directory of an archive. */
function patchSize(zip: Uint8Array, name: string, size: number): boolean {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const wanted = strToU8(name)
  for (let at = 0; at + 46 + wanted.length <= zip.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue
    if (!wanted.every((byte, place) => zip[at + 46 + place] === byte)) continue
    view.setUint32(at + 24, size, true)
    return true
  }
  return false
}
