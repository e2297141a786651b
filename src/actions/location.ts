/** The connected location, and the lists in which its names stand. */
import { z } from '@botpress/sdk'
import { listOf, unwrap } from '../ghl/answer'
import type { Ghl } from '../ghl/client'
import { path } from '../ghl/path'
import { answer, choice, day, id, text } from '../schemas/fields'
import {
  campaign,
  customField,
  customValue,
  form,
  formSubmission,
  location,
  tag,
  user,
  workflow,
} from '../schemas/lookups'
import { defineAction } from './action'
import { isObject } from '../ghl/json'
import { listOutput, paging, readByNumber, readByOffset, wholeList } from './support/list'

/** Answers of a whole list: `items` under `list`. */
const listed = <Item extends z.ZodTypeAny>(list: string, item: Item, title: string) =>
  answer({ [list]: z.array(item).title(title).describe(`The ${title.toLowerCase()}`), ...listOutput })

const ofLocation = (ghl: Ghl, rest: string): string => path`/locations/${ghl.locationId}` + rest

export const getLocation = defineAction({
  title: 'Get Location',
  description: 'Read the connected location: name, time zone, address, contact details',
  scopes: ['locations.readonly'],
  example: {},
  input: z.object({}),
  data: location,
  done: 'Location found',
  run: async (ghl) => unwrap(await ghl.get(ofLocation(ghl, '')), 'location'),
})

export const listCustomFields = defineAction({
  title: 'List Custom Fields',
  description: 'List the custom fields of contacts or opportunities with ID, key and options',
  scopes: ['locations/customFields.readonly'],
  example: { model: 'contact' },
  input: z.object({ model: choice(['contact', 'opportunity', 'all'], 'Belongs To', 'Whose fields').optional() }),
  data: listed('customFields', customField, 'Custom Fields'),
  done: 'Custom fields listed',
  run: async (ghl, input) =>
    wholeList(
      'customFields',
      listOf(await ghl.get(ofLocation(ghl, '/customFields'), { model: input.model }), 'customFields')
    ),
})

export const listCustomValues = defineAction({
  title: 'List Custom Values',
  description: 'List the custom values of the location, such as its opening hours or booking link',
  scopes: ['locations/customValues.readonly'],
  example: {},
  input: z.object({}),
  data: listed('customValues', customValue, 'Custom Values'),
  done: 'Custom values listed',
  run: async (ghl) =>
    wholeList('customValues', listOf(await ghl.get(ofLocation(ghl, '/customValues')), 'customValues')),
})

export const listTags = defineAction({
  title: 'List Tags',
  description: 'List the tags that contacts of the location can have',
  scopes: ['locations/tags.readonly'],
  example: {},
  input: z.object({}),
  data: listed('tags', tag, 'Tags'),
  done: 'Tags listed',
  run: async (ghl) => wholeList('tags', listOf(await ghl.get(ofLocation(ghl, '/tags')), 'tags')),
})

export const listUsers = defineAction({
  title: 'List Users',
  description: 'List the users (team members) of the location with their IDs',
  scopes: ['users.readonly'],
  example: {},
  input: z.object({}),
  data: listed('users', user, 'Users'),
  done: 'Users listed',
  run: async (ghl) => wholeList('users', listOf(await ghl.get('/users/', { locationId: ghl.locationId }), 'users')),
})

export const listWorkflows = defineAction({
  title: 'List Workflows',
  description: 'List the workflows of the location; only published ones can be started',
  scopes: ['workflows.readonly'],
  example: {},
  input: z.object({}),
  data: listed('workflows', workflow, 'Workflows'),
  done: 'Workflows listed',
  run: async (ghl) =>
    wholeList('workflows', listOf(await ghl.get('/workflows/', { locationId: ghl.locationId }), 'workflows')),
})

export const listCampaigns = defineAction({
  title: 'List Campaigns',
  description: 'List the campaigns of the location',
  scopes: ['campaigns.readonly'],
  example: { status: 'published' },
  input: z.object({ status: text('Status', 'Only these, e.g. published').optional() }),
  data: listed('campaigns', campaign, 'Campaigns'),
  done: 'Campaigns listed',
  run: async (ghl, input) =>
    wholeList('campaigns', listOf(await ghl.get('/campaigns/', { locationId: ghl.locationId, ...input }), 'campaigns')),
})

const formsPage = { usual: 10, most: 50 }

export const listForms = defineAction({
  title: 'List Forms',
  description: 'List the forms of the location',
  scopes: ['forms.readonly'],
  example: { all: true },
  input: z.object(paging(formsPage)),
  data: listed('forms', form, 'Forms'),
  done: 'Forms listed',
  run: (ghl, input) =>
    readByOffset(ghl, 'forms', input, formsPage, async (limit, skip) => {
      const answered = await ghl.get('/forms/', { locationId: ghl.locationId, limit, skip })
      return { items: listOf(answered, 'forms'), total: answered.total }
    }),
})

const submissionsPage = { usual: 20, most: 100 }

export const listFormSubmissions = defineAction({
  title: 'List Form Submissions',
  description: 'List what was sent through forms, by default in the last month',
  scopes: ['forms.readonly'],
  example: { formId: '{{workflow.formId}}', startAt: '2026-07-01' },
  input: z.object({
    formId: id('Form ID', 'Only submissions of this form').optional(),
    query: text('Search', 'Contact ID, name, e-mail or phone to look for').optional(),
    startAt: day('From', 'First day; a month ago when empty').optional(),
    endAt: day('To', 'Last day; today when empty').optional(),
    ...paging(submissionsPage),
  }),
  data: listed('submissions', formSubmission, 'Submissions'),
  done: 'Form submissions listed',
  run: (ghl, { query, formId, startAt, endAt, ...input }) =>
    readByNumber(ghl, 'submissions', input, submissionsPage, async (limit, page) => {
      const asked = { locationId: ghl.locationId, formId, q: query, startAt, endAt, limit, page }
      const answered = await ghl.get('/forms/submissions', asked)
      const total = isObject(answered.meta) ? answered.meta.total : undefined
      return { items: listOf(answered, 'submissions'), total }
    }),
})
