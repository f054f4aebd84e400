import type { Form } from '../../model/form.ts'
import { call } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

/** A form with an answer; gives its id. */
export async function addForm(kith: KithProcess): Promise<string> {
  const { id } = await call<Form>(kith, 'POST', '/forms', {
    name: 'Demo request',
    definition: {
      title: 'See it at work',
      fields: [
        { key: 'email', label: 'E-mail', type: 'email', required: true },
        { key: 'size', label: 'How many are you?', type: 'select', options: ['1–10', 'More'] },
        { key: 'message', label: 'What is it about?', type: 'long_text' },
        { key: 'news', label: 'Send me news by e-mail.', type: 'consent' },
      ],
    },
  })
  await call(kith, 'POST', `/forms/${id}/submissions`, {
    answers: { email: 'grace@navy.example', size: 'More', news: true },
    context: { page_url: 'https://shop.example/prices?utm_source=ads&utm_campaign=Spring' },
  })
  return id
}
