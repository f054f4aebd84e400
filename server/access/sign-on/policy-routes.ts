import { signOnPolicyAnswer, signOnPolicyChange } from '../../../model/sign-on.ts'
import type { App } from '../../platform/http/index.ts'
import type { Access } from '../access.ts'
import { changePolicy, readPolicy } from './policy.ts'

const tags = ['Sign-on']

/** Routes for the rules of signing in: second factor, passwords, addresses. */
export function registerPolicyRoutes(app: App, { platform, forgetCallers }: Access): void {
  app.get(
    '/api/v1/sign-on/policy',
    {
      config: { permission: 'sign_on:read' },
      schema: {
        response: { 200: signOnPolicyAnswer },
        tags,
        summary: 'Who needs a second factor, who may use a password, and from where',
      },
    },
    async (request) => ({ ...(await readPolicy(platform.db)), your_address: request.ip }),
  )

  app.patch(
    '/api/v1/sign-on/policy',
    {
      config: { permission: 'sign_on:write' },
      schema: {
        body: signOnPolicyChange,
        response: { 200: signOnPolicyAnswer },
        tags,
        summary: 'Change the rules of signing in',
      },
    },
    async ({ actor, body, ip }) => {
      const policy = await platform.db.transaction().execute((trx) => changePolicy(trx, actor, body))
      forgetCallers()
      return { ...policy, your_address: ip }
    },
  )
}
