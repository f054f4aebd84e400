import type { Person } from '../../model/person.ts'

type State = Person['identifiers'][number]['state']

/** How an identifier that binds nobody is coloured and explained. */
export const identifierStates: Record<State, { tone: 'neutral' | 'soon' | 'bad'; sentence: string | null }> =
  {
    normal: { tone: 'neutral', sentence: null },
    shared: {
      tone: 'soon',
      sentence:
        'Shared: several known people signed in with it, so it joins nobody. What happened without a sign-in stays apart.',
    },
    quarantined: {
      tone: 'bad',
      sentence:
        'Quarantined: it was named together with too many others to mean one person, so it joins nobody.',
    },
    blocked: {
      tone: 'neutral',
      sentence: 'Blocked: the identity rules say that this value names nobody, so it joins nobody.',
    },
  }
