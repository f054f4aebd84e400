import { z } from 'zod'
import type { Secrets } from '../secrets.ts'

const content = z.object({ text: z.string(), html: z.string() })

/** What a mail says, for programs with and without HTML. */
export type MailContent = z.infer<typeof content>

export function sealContent({ seal }: Pick<Secrets, 'seal'>, { text, html }: MailContent): Buffer {
  return seal(JSON.stringify({ text, html }))
}

/** Throws when it was sealed under another secret. */
export function openContent({ open }: Pick<Secrets, 'open'>, sealed: Buffer): MailContent {
  return content.parse(JSON.parse(open(sealed)))
}
