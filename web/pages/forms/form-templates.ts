import type { z } from 'zod'
import type { formDefinition } from '../../../model/form.ts'

type Definition = z.input<typeof formDefinition>
type Field = Definition['fields'][number]

const email: Field = { key: 'email', label: 'E-mail', type: 'email', required: true }
const name: Field = { key: 'name', label: 'Name', type: 'text', required: true }
const company: Field = { key: 'company', label: 'Company', type: 'text' }
const phone: Field = { key: 'phone', label: 'Phone', type: 'phone' }

/** What most forms begin as. */
export const formTemplates: { name: string; description: string; definition: Definition }[] = [
  {
    name: 'Contact',
    description: 'Name, e-mail, company and a message; whoever writes becomes a lead.',
    definition: {
      title: 'Talk to us',
      fields: [
        name,
        email,
        company,
        { key: 'message', label: 'What is it about?', type: 'long_text', required: true },
      ],
    },
  },
  {
    name: 'Demo request',
    description: 'With phone and company size, for sales.',
    definition: {
      title: 'See it at work',
      fields: [
        name,
        email,
        phone,
        company,
        {
          key: 'company_size',
          label: 'How many people work there?',
          type: 'select',
          options: ['1–10', '11–50', '51–250', 'More than 250'],
        },
      ],
      button: 'Ask for a demo',
    },
  },
  {
    name: 'Newsletter',
    description: 'E-mail and a consent; makes no lead.',
    definition: {
      title: 'News by e-mail',
      fields: [
        email,
        {
          key: 'newsletter_consent',
          label: 'Yes, send me news by e-mail. I can take this back at any time.',
          type: 'consent',
          required: true,
        },
      ],
      button: 'Subscribe',
      thanks: 'Thank you. The next one will be in your mailbox.',
      makes_lead: false,
    },
  },
]
