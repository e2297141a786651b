/** What a location has: itself, and the short lists that names are looked up in. As they come back. */
import { z } from '@botpress/sdk'
import { amount, answer, anything, text, texts } from './fields'

export const location = answer({
  id: text('Location ID', 'ID of the location'),
  companyId: text('Company ID', 'ID of the agency'),
  name: text('Name', 'Name of the location'),
  address: text('Address', 'Street'),
  city: text('City', 'City'),
  state: text('State', 'State or region'),
  postalCode: text('Postal Code', 'ZIP or postal code'),
  country: text('Country', 'Two-letter country code'),
  timezone: text('Time Zone', 'IANA time zone, e.g. America/Chicago'),
  website: text('Website', 'Website'),
  email: text('E-Mail', 'E-mail address'),
  phone: text('Phone', 'Phone number'),
  settings: anything('Settings', 'Such as whether duplicates are allowed'),
})

const id = text('ID', 'ID')
const name = text('Name', 'Name')

export const customField = answer({
  id,
  name,
  fieldKey: text('Field Key', 'Key, e.g. contact.favourite_colour'),
  dataType: text('Data Type', 'TEXT, NUMERICAL, SINGLE_OPTIONS, DATE …'),
  model: text('Belongs To', 'contact or opportunity'),
  placeholder: text('Placeholder', 'Hint shown in forms'),
  picklistOptions: texts('Options', 'What can be chosen'),
})

export const customValue = answer({ id, name, fieldKey: text('Field Key', 'Key'), value: text('Value', 'Its value') })

export const tag = answer({ id, name })

export const user = answer({
  id,
  name,
  firstName: text('First Name', 'Given name'),
  lastName: text('Last Name', 'Family name'),
  email: text('E-Mail', 'E-mail address'),
  phone: text('Phone', 'Phone number'),
  roles: anything('Roles', 'Type, role and locations'),
})

export const workflow = answer({ id, name, status: text('Status', 'published or draft') })

export const campaign = answer({ id, name, status: text('Status', 'published or draft') })

export const form = answer({ id, name })

export const formSubmission = answer({
  id,
  contactId: text('Contact ID', 'ID of the contact who filled it in'),
  formId: text('Form ID', 'ID of the form'),
  name: text('Name', 'Name given'),
  email: text('E-Mail', 'E-mail address given'),
  createdAt: text('Created At', 'When it was sent, ISO 8601'),
  others: anything('Others', 'Everything else that was filled in, by custom field ID'),
})

export const pipeline = answer({
  id,
  name,
  stages: z
    .array(answer({ id, name, position: amount('Position', 'Place in the pipeline, from 0') }))
    .title('Stages')
    .describe('The stages, in order'),
})

export const lostReason = answer({ id, name })
