import { workKinds, type SalesReport } from '../../../model/sales.ts'
import { number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { TextLink } from '../../ui/links.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './insights.module.css'

const names = { call: 'Calls', meeting: 'Meetings', email: 'E-mails', task: 'Tasks' } as const

/** What colleagues did in the period; each number opens the list of it. */
export function ActivitiesTable({ report: { activities, from, to } }: { report: SalesReport }) {
  if (activities.length === 0) return null
  return (
    <Section title="Activities done">
      <div className={classes.room}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Who</th>
              {workKinds.map((kind) => (
                <th key={kind} scope="col">
                  {names[kind]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {activities.map(({ user, kinds }) => (
              <tr key={user.id}>
                <th scope="row">{user.name}</th>
                {workKinds.map((kind) => (
                  <td key={kind}>
                    {kinds[kind] === 0 ? (
                      <span className={classes.none}>0</span>
                    ) : (
                      <TextLink
                        {...links.tasks({
                          queue: 'done',
                          kind,
                          assignee: user.id,
                          done_from: from,
                          done_to: to,
                        })}
                        c="inherit"
                      >
                        {number(kinds[kind])}
                      </TextLink>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
