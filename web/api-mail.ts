import type { MailSettings, MailSettingsInput, MailTestResult, SentMail } from '../model/mail.ts'
import type { NotificationSettings, NotificationSettingsAnswer } from '../model/notification-settings.ts'
import type { PageRequest } from './api-queries.ts'
import { get, list, post, put, remove } from './lib/http.ts'

/** The server that takes Kith's mail, and what became of each mail. */
export const mailApi = {
  settings: () => get<MailSettings>('/mail/settings'),
  save: (input: MailSettingsInput) => put<MailSettings>('/mail/settings', input),
  forget: () => remove('/mail/settings'),
  test: (to: string) => post<MailTestResult>('/mail/test', { to }),
  list: (state: SentMail['state'] | undefined, page: PageRequest) =>
    list<SentMail>('/mail', { ...page, ...(state && { state }) }),
  retry: (id: string) => post<void>(`/mail/${id}/attempt`),
}

/** Which notifications the reader is mailed. */
export const notificationSettingsApi = {
  get: () => get<NotificationSettingsAnswer>('/notifications/settings'),
  save: (settings: NotificationSettings) =>
    put<NotificationSettingsAnswer>('/notifications/settings', settings),
}

/** Choosing a password by a link that is mailed. */
export const passwordLinkApi = {
  ask: (email: string) => post<void>('/password-resets', { email }),
  choose: (input: { token: string; password: string }) => post<void>('/password-resets/choice', input),
  invite: (id: string) => post<void>(`/users/${id}/invitation`),
}
