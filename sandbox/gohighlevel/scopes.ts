/** What a token may do when a test names no scopes. */
export const defaultScopes = [
  'contacts.readonly',
  'contacts.write',
  'conversations.readonly',
  'conversations.write',
  'conversations/message.readonly',
  'conversations/message.write',
  'conversations/livechat.write',
  'opportunities.readonly',
  'opportunities.write',
  'payments/orders.readonly',
  'calendars.readonly',
  'calendars/events.readonly',
  'calendars/events.write',
  'locations.readonly',
  'locations/customFields.readonly',
  'locations/customValues.readonly',
  'locations/tags.readonly',
  'users.readonly',
  'workflows.readonly',
  'campaigns.readonly',
  'forms.readonly',
]

export const agencyScopes = ['oauth.readonly', 'oauth.write']
