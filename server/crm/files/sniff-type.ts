import { fail } from '../../platform/errors.ts'

/** How many bytes of the beginning of a file tell what it is. */
export const SNIFFED_BYTES = 4_096

type Kind = { type: string; starts: string; at?: number; extensions: readonly string[] }

/** What files begin with, in hexadecimal. */
const kinds: Kind[] = [
  { type: 'application/pdf', starts: '255044462d', extensions: ['pdf'] },
  { type: 'image/png', starts: '89504e470d0a1a0a', extensions: ['png'] },
  { type: 'image/jpeg', starts: 'ffd8ff', extensions: ['jpg', 'jpeg', 'jpe'] },
  { type: 'image/gif', starts: '47494638', extensions: ['gif'] },
  { type: 'image/webp', starts: '57454250', at: 8, extensions: ['webp'] },
  { type: 'application/zip', starts: '504b0304', extensions: ['zip'] },
  { type: 'application/gzip', starts: '1f8b', extensions: ['gz', 'tgz'] },
  { type: 'application/x-ole-storage', starts: 'd0cf11e0a1b11ae1', extensions: ['doc', 'xls', 'ppt', 'msg'] },
  { type: 'audio/mpeg', starts: '494433', extensions: ['mp3'] },
  { type: 'video/mp4', starts: '66747970', at: 4, extensions: ['mp4', 'm4a', 'mov'] },
]

/** Documents that are archives inside, by their extension. */
const inZip: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
}

/** Programs, by what they begin with and by what they are called: `MZ`, ELF, Mach-O, scripts. */
const programs = ['4d5a', '7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe', '2321']
const programNames =
  /\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|mjs|wsf|hta|msi|msp|jar|apk|app|dmg|sh|lnk|reg|cpl)$/i

/**
 * What a file is, by its content. Throws `validation_failed` for a program, and for one whose name says that it is something
 * that it is not.
 */
export function sniffType(name: string, beginning: Buffer): string {
  const hex = beginning.toString('hex')
  if (programNames.test(name) || programs.some((start) => hex.startsWith(start)))
    throw fail('validation_failed', `${name} is a program. Programs are not kept here.`)
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const found = kinds.find(({ starts, at = 0 }) => hex.startsWith(starts, at * 2))
  const said = kinds.find(({ extensions }) => extensions.includes(extension))
  const isZip = found?.type === 'application/zip'
  if ((said && said !== found) || (inZip[extension] !== undefined && !isZip))
    throw fail('validation_failed', `${name} is no ${extension.toUpperCase()} file by its content.`)
  if (isZip) return inZip[extension] ?? 'application/zip'
  if (found) return found.type
  return isText(beginning) ? 'text/plain; charset=utf-8' : 'application/octet-stream'
}

/** A character may be cut in half at the end. */
function isText(beginning: Buffer): boolean {
  if (beginning.includes(0)) return false
  const text = beginning.toString('utf8')
  return !text.slice(0, -1).includes('\u{FFFD}')
}
