/** Where requests differ from the official descriptions on purpose, because GoHighLevel itself does. */

export type KnownDifference = {
  /** "METHOD /path/{template}". */
  operation: string
  differences: string[]
  reason: string
  /** Where it is told what GoHighLevel really does: a section of ghl/api.md. */
  reality: string
}

const fieldValues = ['number', 'boolean'].map(
  (type) => `body.customFields[].field_value is ${type}, described as string`
)

const customFields = (operation: string): KnownDifference => ({
  operation,
  differences: fieldValues,
  reason: 'The description knows text, lists and files; numbers and check boxes are taken in their own type.',
  reality: 'api.md 7.4',
})

const birthday = (operation: string): KnownDifference => ({
  operation,
  differences: ['body.dateOfBirth is string, described as object'],
  reason: 'The type is a fault of the description, whose own text and example have a day as text.',
  reality: 'api.md 2.2',
})

const owner = (operation: string): KnownDifference => ({
  operation,
  differences: ['query altType is not described'],
  reason: 'The parameter is no longer described, yet the running API answers 422 without it.',
  reality: 'api.md 2.14',
})

export const KNOWN_DIFFERENCES: KnownDifference[] = [
  {
    operation: 'POST /contacts/search',
    differences: ['locationId', 'pageLimit', 'page', 'searchAfter', 'query', 'filters', 'sort'].map(
      (name) => `body.${name} is not described`
    ),
    reason: 'The description leaves the body empty and points to a document that lists these fields.',
    reality: 'api.md 3.1',
  },
  ...['POST /contacts/', 'POST /contacts/upsert', 'PUT /contacts/{contactId}'].flatMap((operation) => [
    birthday(operation),
    customFields(operation),
  ]),
  {
    operation: 'PUT /contacts/{contactId}',
    differences: ['body.companyName is not described'],
    reason: 'It is taken by the running API, and only missing from the description.',
    reality: 'api.md 2.4',
  },
  ...['POST /opportunities/', 'PUT /opportunities/{id}'].map(customFields),
  {
    operation: 'POST /opportunities/upsert',
    differences: [
      'body.contactId is not described',
      'body.followers is missing',
      'body.isRemoveAllFollowers is missing',
      'body.followersActionType is missing',
    ],
    reason: 'The older schema is what live users send; the newer one is tried where GoHighLevel insists on it.',
    reality: 'api.md 2.13',
  },
  {
    operation: 'POST /opportunities/upsert',
    differences: ['body.monetaryValue is number, described as object'],
    reason: 'The type is a fault of the description, whose own example is the number 220.',
    reality: 'api.md 2.13',
  },
  {
    operation: 'POST /calendars/events/block-slots',
    differences: ['body.calendarId is missing'],
    reason: 'The description requires the calendar and forbids it together with a user; a user alone is taken.',
    reality: 'api.md 3.3',
  },
  {
    operation: 'POST /conversations/messages',
    differences: ['body.subType is missing'],
    reason: 'Only one description of June 2026 requires it; the live one does not know it, and may refuse it.',
    reality: 'api.md 3.4',
  },
  {
    operation: 'POST /conversations/messages',
    differences: [
      'body.type is "InternalComment", which is not in its list',
      'body.mentions is not described',
      'body.userId is not described',
    ],
    reason: 'Internal comments are described in the live documentation only.',
    reality: 'api.md 3.4',
  },
  owner('GET /payments/orders'),
  owner('GET /payments/orders/{orderId}'),
]
