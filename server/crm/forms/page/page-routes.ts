import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { createTokenBuckets } from '../../../access/index.ts'
import type { App } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Mail } from '../../../platform/mail/index.ts'
import { confirm } from '../confirm.ts'
import { openForm } from '../forms.ts'
import { newPageToken, readPageToken } from '../page-token.ts'
import { readAnswers } from '../read-answers.ts'
import { readContext } from '../read-context.ts'
import { sendIn } from '../send-in.ts'
import { spamReason } from '../spam.ts'
import { formPage, TRAP, wordsPage, type FormPage } from './pages.ts'

const MAX_FORM_BYTES = 256 * 1024
/** From one address, as an office has it: a few at once, then one every ten seconds. */
const FROM_ONE_ADDRESS = { burst: 20, refillMs: 10_000 }

const config = { permission: 'public' } as const
const params = z.object({ id: z.uuid() })
const where = z.object({
  page_url: z.string().max(4_000).catch(''),
  referrer: z.string().max(4_000).catch(''),
  anonymous_id: z.string().max(400).catch(''),
})
const written = z.record(z.string(), z.string())
const withToken = z.object({ token: z.string().max(100).catch('') })

type Forms = { platform: Platform; mail: Mail }
type OpenForm = NonNullable<Awaited<ReturnType<typeof openForm>>>

/** Forms as whoever fills them in sees them: pages that need no script, on their own or within another site's page. */
export function addFormPages(app: App, forms: Forms): void {
  void app.register(async (scope: App) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    addForm(scope, forms)
    addConfirmation(scope, forms)
  })
}

function addForm(app: App, forms: Forms): void {
  const { platform } = forms
  const buckets = createTokenBuckets(platform.clock, FROM_ONE_ADDRESS)
  app.get(
    '/f/:id',
    { config, schema: { params, querystring: where, hide: true } },
    async (request, reply) => {
      const form = await openForm(platform.db, request.params.id)
      if (!form) return closed(reply)
      // On its own, the form's page is the one that a campaign led to.
      const own = `${request.protocol}://${request.host}${request.url}`
      const hidden = { ...request.query, page_url: request.query.page_url || own }
      return show(reply, forms, { form, hidden, written: {}, problems: {} })
    },
  )
  app.post(
    '/f/:id',
    { config, bodyLimit: MAX_FORM_BYTES, schema: { params, body: written, hide: true } },
    async (request, reply) => {
      const form = await openForm(platform.db, request.params.id)
      if (!form) return closed(reply)
      const { body } = request
      const hidden = where.parse(body)
      const again = (page: Pick<FormPage, 'problems' | 'notice'>) =>
        show(reply, forms, { form, hidden, written: body, ...page })
      if (buckets.take(request.ip) > 0)
        return again({
          problems: {},
          notice: 'Too much was sent in from here. Wait a minute and send it again.',
        })
      const page = readPageToken(platform, form.id, body['page_token'] ?? '')
      if (!('id' in page))
        return again({
          problems: {},
          notice: 'This page was open for a long time. Please send it once more.',
        })
      const { answers, problems } = readAnswers(form.definition, body)
      if (Object.keys(problems).length > 0) return again({ problems })
      const reason = spamReason({ answers, trap: body[TRAP] ?? '', isQuick: page.state === 'quick' })
      const state = await sendIn(platform, forms.mail, {
        id: page.id,
        form,
        answers,
        context: readContext(hidden),
        spamReason: reason,
        ...senderOf(request),
        at: new Date(platform.clock.now()),
      })
      return thank(reply, form, state === 'waiting')
    },
  )
}

/** A link in a mail is opened by programs that look for viruses, too, so that only the button behind it confirms. */
function addConfirmation(app: App, { platform }: Forms): void {
  const path = '/f/:id/confirm'
  app.get(
    path,
    { config, schema: { params, querystring: withToken, hide: true } },
    async (request, reply) => {
      const { id } = request.params
      const form = await openForm(platform.db, id)
      if (!form) return closed(reply)
      const action = { path: `/f/${id}/confirm`, hidden: request.query, label: 'Confirm my address' }
      const words = `Confirm that it was you who filled in “${form.definition.title || form.name}”.`
      return html(reply, form, wordsPage({ title: 'Confirm your e-mail address', words, action }))
    },
  )
  app.post(path, { config, schema: { params, body: withToken, hide: true } }, async (request, reply) => {
    const form = await openForm(platform.db, request.params.id)
    if (!form) return closed(reply)
    const isConfirmed = await confirm(platform, { form, token: request.body.token })
    if (isConfirmed)
      return html(reply, form, wordsPage({ title: 'Thank you', words: 'Your e-mail address is confirmed.' }))
    const words = 'This link is not valid any more. Fill in the form again to get a new one.'
    return html(reply.code(410), form, wordsPage({ title: 'Too late', words }))
  })
}

function senderOf({ ip, headers }: FastifyRequest) {
  return { ip, userAgent: headers['user-agent']?.slice(0, 500) ?? null }
}

function show(reply: FastifyReply, { platform }: Forms, page: FormPage) {
  const hidden = { ...page.hidden, page_token: newPageToken(platform, page.form.id) }
  return html(reply, page.form, formPage({ ...page, hidden }))
}

function thank(reply: FastifyReply, form: OpenForm, isWaiting: boolean) {
  const { redirect, thanks } = form.definition
  if (isWaiting)
    return html(
      reply,
      form,
      wordsPage({
        title: 'Almost done',
        words: 'We have sent you an e-mail. Open the link in it to confirm your address.',
      }),
    )
  if (redirect) return reply.redirect(redirect, 303)
  return html(reply, form, wordsPage({ title: form.definition.title || 'Thank you', words: thanks }))
}

function closed(reply: FastifyReply) {
  const words = 'It was closed, or the address is not complete.'
  return html(reply.code(404), null, wordsPage({ title: 'This form takes no answers', words }))
}

/** Shown in frames of the sites that the form names, or of any. */
function html(reply: FastifyReply, form: OpenForm | null, text: string) {
  const sites = form?.definition.sites ?? []
  const framed = form === null ? "'none'" : sites.length === 0 ? '*' : sites.join(' ')
  return reply
    .headers({
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors ${framed}`,
      'cross-origin-opener-policy': 'unsafe-none',
      'cache-control': 'no-store',
    })
    .removeHeader('x-frame-options')
    .type('text/html; charset=utf-8')
    .send(text)
}
