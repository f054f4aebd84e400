import { expect, it } from 'vitest'
import { newDraft, readDraft } from './activity-draft.ts'

it('logs a call as something that happened, with its outcome', () => {
  expect(readDraft({ ...newDraft('call', 'u1'), subject: ' Prices ' })).toMatchObject({
    kind: 'call',
    subject: 'Prices',
    done: true,
    outcome: 'connected',
  })
})

it('plans a task for whoever is to do it', () => {
  const task = readDraft({ ...newDraft('task', 'u1'), subject: 'Send it', day: '2030-01-02' })
  expect(task).toMatchObject({ due_on: '2030-01-02', due_at: null, assignee_id: 'u1', remind_at: null })
  expect(task).not.toHaveProperty('done')
})

it('reminds of a meeting a quarter of an hour before', () => {
  const meeting = readDraft({
    ...newDraft('meeting', null),
    subject: 'Demo',
    day: '2030-01-02',
    time: '10:00',
  })
  expect(meeting).toMatchObject({
    due_at: new Date('2030-01-02T10:00').toISOString(),
    remind_at: new Date('2030-01-02T09:45').toISOString(),
    duration_minutes: 30,
  })
})

it.each([
  ['note', 'Write something first.'],
  ['task', 'Say in a few words what it is about.'],
] as const)('asks for what a %s cannot do without', (kind, missing) => {
  expect(readDraft({ ...newDraft(kind, null), subject: ' ', body: ' ' })).toEqual({ missing })
})
