import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  form,
  formChange,
  formDefinition,
  formInput,
  submission,
  submissionInput,
  submissionStates,
  type SubmissionInput,
} from '../../../model/form.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { fail } from '../../platform/errors.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Mail } from '../../platform/mail/index.ts'
import { changeForm, createForm, findForm, keepForm, listForms, openForm } from './forms.ts'
import { addFormPages } from './page/page-routes.ts'
import { formPage } from './page/pages.ts'
import { readAnswers } from './read-answers.ts'
import { readContext } from './read-context.ts'
import { sendIn } from './send-in.ts'
import { acceptSubmission, listSubmissions } from './submissions.ts'

const PATH = '/api/v1/forms'
const tags = ['Forms']
const config = { permission: 'pipelines:write' } as const
const byId = z.object({ id: z.uuid() })
const bySubmission = byId.extend({ submission: z.uuid() })

/** Forms by which people become leads. */
export function addFormRoutes(app: App, platform: Platform, mail: Mail): void {
  addForms(app, platform, mail)
  addPreview(app)
  addChanges(app, platform, mail)
  addSubmissions(app, platform)
  addSendingIn(app, platform, mail)
  addFormPages(app, { platform, mail })
}

function addForms(app: App, { db, clock }: Platform, mail: Mail): void {
  app.get(
    PATH,
    { config, schema: { response: { 200: pageOf(form) }, tags, summary: 'Forms, the newest first' } },
    async () => ({ data: await listForms(db), next: null }),
  )
  app.post(
    PATH,
    { config, schema: { body: formInput, response: { 201: form }, tags, summary: 'Make a form' } },
    async ({ actor, body }, reply) => {
      const canMail = (await mail.server()) !== null
      const at = new Date(clock.now())
      const made = await db
        .transaction()
        .execute((trx) => createForm(trx, actor, { input: body, at, canMail }))
      return reply.code(201).send(made)
    },
  )
  app.get(
    `${PATH}/:id`,
    { config, schema: { params: byId, response: { 200: form }, tags, summary: 'A form' } },
    ({ params }) => findForm(db, params.id),
  )
}

function addPreview(app: App): void {
  app.post(
    `${PATH}/preview`,
    {
      config,
      schema: {
        body: formDefinition,
        response: { 200: z.object({ html: z.string() }) },
        tags,
        summary: 'The page of a form that is not kept yet',
      },
    },
    async ({ body }) => ({
      html: formPage({
        form: { id: 'preview', name: 'Form', definition: body },
        hidden: {},
        written: {},
        problems: {},
        isPreview: true,
      }),
    }),
  )
}

function addChanges(app: App, { db, clock }: Platform, mail: Mail): void {
  app.patch(
    `${PATH}/:id`,
    {
      config,
      schema: {
        params: byId,
        body: formChange,
        response: { 200: form },
        tags,
        summary: 'Change, open or close a form',
      },
    },
    async ({ actor, params, body }) => {
      const canMail = (await mail.server()) !== null
      return db
        .transaction()
        .execute((trx) => changeForm(trx, actor, { id: params.id, change: body, canMail }))
    },
  )
  app.delete(
    `${PATH}/:id`,
    {
      config,
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Delete a form; what was sent in stays, and so do the leads',
      },
    },
    async ({ actor, params }, reply) => {
      const deletedAt = new Date(clock.now())
      await db.transaction().execute((trx) => keepForm(trx, actor, { id: params.id, deletedAt }))
      return reply.code(204).send(null)
    },
  )
  app.post(
    `${PATH}/:id/restoration`,
    { config, schema: { params: byId, response: { 200: form }, tags, summary: 'Put a deleted form back' } },
    ({ actor, params }) =>
      db.transaction().execute(async (trx) => {
        await keepForm(trx, actor, { id: params.id, deletedAt: null })
        return findForm(trx, params.id)
      }),
  )
}

function addSubmissions(app: App, platform: Platform): void {
  const { db } = platform
  app.get(
    `${PATH}/:id/submissions`,
    {
      config,
      schema: {
        params: byId,
        querystring: pageQuery.extend({ state: z.enum(submissionStates).optional() }),
        response: { 200: pageOf(submission) },
        tags,
        summary: 'What was sent in with a form, the latest first',
      },
    },
    async ({ params, query: { state, limit, cursor } }) => {
      await findForm(db, params.id)
      return listSubmissions(db, { form: params.id, state, limit, cursor })
    },
  )
  app.post(
    `${PATH}/:id/submissions/:submission/acceptance`,
    {
      config,
      schema: {
        params: bySubmission,
        response: { 204: noContent },
        tags,
        summary: 'Take in what was wrongly taken for spam',
      },
    },
    async ({ actor, params }, reply) => {
      await acceptSubmission(platform, actor, { form: params.id, id: params.submission })
      return reply.code(204).send(null)
    },
  )
}

function addSendingIn(app: App, platform: Platform, mail: Mail): void {
  app.post(
    `${PATH}/:id/submissions`,
    {
      config: { permission: 'records:write' },
      schema: {
        params: byId,
        body: submissionInput,
        response: { 201: submission.pick({ id: true, state: true }) },
        tags,
        summary: 'Send in what somebody wrote in a form of your own making',
      },
    },
    async ({ params, body }, reply) =>
      reply.code(201).send(await sendInByProgram(platform, mail, { form: params.id, input: body })),
  )
}

async function sendInByProgram(
  platform: Platform,
  mail: Mail,
  { form: formId, input }: { form: string; input: SubmissionInput },
) {
  const found = await openForm(platform.db, formId)
  if (!found) throw fail('not_found', 'There is no form with this id that takes answers.')
  const { answers, problems } = readAnswers(found.definition, input.answers)
  const details = Object.entries(problems).map(([key, problem]) => ({ field: `answers.${key}`, problem }))
  const [first] = details
  if (first) throw fail('validation_failed', `${first.field}: ${first.problem}`, details)
  const id = input.id ?? randomUUID()
  const state = await sendIn(platform, mail, {
    id,
    form: found,
    answers,
    context: readContext(input.context),
    spamReason: null,
    ip: null,
    userAgent: null,
    at: new Date(platform.clock.now()),
  })
  return { id, state }
}
