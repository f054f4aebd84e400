import type { z } from 'zod'
import type { Session } from '../model/access.ts'
import type {
  Enrolment,
  OwnSignIn,
  Proof,
  recoveryCodes,
  SignOnPolicyAnswer,
  signOnPolicyChange,
} from '../model/sign-on.ts'
import type { Provider, providerChange, providerInput, SignOnOptions } from '../model/sign-on-provider.ts'
import { get, list, patch, post, put, remove } from './lib/http.ts'

type Codes = z.infer<typeof recoveryCodes>

/** What is left to do between the password and the session. */
export const secondStepApi = {
  showCode: (input: { code: string; remember: boolean }) => post<Session>('/session/second-factor', input),
  startEnrolment: () => post<Enrolment>('/session/enrolment'),
  confirmEnrolment: (code: string) => put<Session & Codes>('/session/enrolment', { code }),
  giveUp: () => remove('/session/second-factor'),
}

/** The reader's own second factor. */
export const secondFactorApi = {
  get: () => get<OwnSignIn>('/account/sign-in'),
  startEnrolment: (proof: Proof) => post<Enrolment>('/account/second-factor/enrolment', proof),
  confirmEnrolment: (code: string) => put<Codes>('/account/second-factor', { code }),
  disable: (proof: Proof) => post<void>('/account/second-factor/removal', proof),
  renewRecoveryCodes: (proof: Proof) => post<Codes>('/account/recovery-codes', proof),
  forgetDevices: () => remove('/account/trusted-devices'),
}

/** How one signs in at this installation. */
export const signOnApi = {
  options: () => get<SignOnOptions>('/sign-on'),
  policy: () => get<SignOnPolicyAnswer>('/sign-on/policy'),
  changePolicy: (change: z.input<typeof signOnPolicyChange>) =>
    patch<SignOnPolicyAnswer>('/sign-on/policy', change),
  providers: () => list<Provider>('/sign-on/providers'),
  createProvider: (input: z.input<typeof providerInput>) => post<Provider>('/sign-on/providers', input),
  changeProvider: (id: string, change: z.input<typeof providerChange>) =>
    patch<Provider>(`/sign-on/providers/${id}`, change),
  removeProvider: (id: string) => remove(`/sign-on/providers/${id}`),
}

/** Where a browser goes to sign in through a provider; afterwards it is led to `next`. */
export const signOnAddress = (id: string, next: string | undefined) =>
  `/sign-on/${id}${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`
