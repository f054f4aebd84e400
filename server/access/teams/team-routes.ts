import { z } from 'zod'
import { team, teamChange, teamInput } from '../../../model/role.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Access } from '../access.ts'
import { changeTeam, createTeam, listTeams, removeTeam } from './teams.ts'

const tags = ['Teams']
const params = z.object({ id: z.uuid() })

/** Routes to manage teams: who belongs together, and which team lies above which. */
export function registerTeamRoutes(app: App, { platform, forgetCallers }: Access): void {
  app.get(
    '/api/v1/teams',
    {
      config: { permission: 'users:read' },
      schema: {
        response: { 200: z.object({ data: z.array(team), next: z.null() }) },
        tags,
        summary: 'All teams with their members',
      },
    },
    async () => ({ data: await listTeams(platform.db), next: null }),
  )

  app.post(
    '/api/v1/teams',
    {
      config: { permission: 'users:write' },
      schema: { body: teamInput, response: { 201: team }, tags, summary: 'Make a team' },
    },
    async ({ actor, body }, reply) => {
      const made = await createTeam(platform, actor, body)
      forgetCallers()
      return reply.code(201).send(made)
    },
  )

  app.patch(
    '/api/v1/teams/:id',
    {
      config: { permission: 'users:write' },
      schema: {
        params,
        body: teamChange,
        response: { 200: team },
        tags,
        summary: 'Change a team’s name, place or members',
      },
    },
    async ({ actor, params: { id }, body }) => {
      const changed = await changeTeam(platform, actor, { id, change: body })
      forgetCallers()
      return changed
    },
  )

  app.delete(
    '/api/v1/teams/:id',
    {
      config: { permission: 'users:write' },
      schema: { params, response: { 204: noContent }, tags, summary: 'Remove a team' },
    },
    async ({ actor, params: { id } }, reply) => {
      await removeTeam(platform, actor, id)
      forgetCallers()
      return reply.code(204).send(null)
    },
  )
}
