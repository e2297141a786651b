/** GoHighLevel's contact: what can be written, and what comes back. */
import { z } from '@botpress/sdk'
import { contactCustomFields, customFieldsInput } from './custom-fields'
import { answer, anything, choice, clearable, day, flag, id, optional, text, texts } from './fields'

const dndChannel = (channel: string) =>
  z
    .object({
      status: choice(['active', 'inactive', 'permanent'], 'Status', 'active blocks the channel, inactive allows it'),
      message: text('Message', 'Why').optional(),
      code: text('Code', 'Reason code').optional(),
    })
    .strict()
    .optional()
    .title(channel)
    .describe(`Do not disturb by ${channel}`)

const dndSettings = z
  .object({
    Call: dndChannel('Call'),
    Email: dndChannel('Email'),
    SMS: dndChannel('SMS'),
    WhatsApp: dndChannel('WhatsApp'),
    GMB: dndChannel('GMB'),
    FB: dndChannel('FB'),
  })
  .strict()
  .title('DND Settings')
  .describe('Do not disturb by channel, e.g. {"SMS": {"status": "active"}}')

const inboundDndSettings = z
  .object({
    all: z
      .object({
        status: choice(['active', 'inactive'], 'Status', 'active blocks what the contact sends'),
        message: text('Message', 'Why').optional(),
      })
      .strict()
      .title('All')
      .describe('For all channels'),
  })
  .strict()
  .title('Inbound DND Settings')
  .describe('Whether messages from the contact are blocked, e.g. {"all": {"status": "active"}}')

/** Fields that GoHighLevel empties when an update sends null. */
const nullable = {
  firstName: text('First Name', 'Given name'),
  lastName: text('Last Name', 'Family name'),
  name: text('Full Name', 'Full name, when first and last name are not known separately'),
  email: text('E-Mail', 'E-mail address'),
  phone: text('Phone', 'Phone number with country code, e.g. +15551234567'),
  address1: text('Street', 'Street and number'),
  city: text('City', 'City'),
  state: text('State', 'State or region'),
  website: text('Website', 'Website of the contact'),
  timezone: text('Time Zone', 'IANA time zone, e.g. America/Chicago'),
  dateOfBirth: day('Date of Birth', 'Birthday'),
  companyName: text('Company Name', 'Name of the company the contact works for'),
}

const assignedTo = id('Assigned To', 'The GoHighLevel user who owns the contact: ID, name or e-mail')
const source = text('Source', 'Where the contact comes from, e.g. chatbot')

const fixed = {
  postalCode: text('Postal Code', 'ZIP or postal code'),
  country: text('Country', 'Two-letter country code, e.g. US'),
  tags: texts(
    'Tags',
    'Tags in lower case, e.g. ["lead", "vip"]; unknown ones are created. Replaces all tags of an existing contact.'
  ),
  dnd: flag('Do Not Disturb', 'True blocks all channels'),
  dndSettings,
  inboundDndSettings,
  customFields: customFieldsInput,
}

/** Fields of createContact and upsertContact. */
export const contactFields = optional({
  ...nullable,
  ...fixed,
  gender: text('Gender', 'Gender, e.g. female'),
  source,
  assignedTo,
})

/** Fields of updateContact. GoHighLevel rejects locationId and gender there. */
export const contactChanges = {
  ...optional(clearable({ ...nullable, source, assignedTo })),
  ...optional(fixed),
}

/** A contact as it comes back. */
export const contact = answer({
  id: text('Contact ID', 'ID of the contact'),
  locationId: text('Location ID', 'Location the contact belongs to'),
  ...nullable,
  dateOfBirth: text('Date of Birth', 'Birthday'),
  contactName: text('Contact Name', 'Full name as lists show it'),
  postalCode: fixed.postalCode,
  country: fixed.country,
  gender: text('Gender', 'Gender'),
  tags: texts('Tags', 'All tags of the contact, in lower case'),
  dnd: flag('Do Not Disturb', 'True when all channels are blocked'),
  dndSettings: anything('DND Settings', 'Do not disturb by channel'),
  inboundDndSettings: anything('Inbound DND Settings', 'Whether messages from the contact are blocked'),
  customFields: contactCustomFields,
  source,
  assignedTo: text('Assigned To', 'ID of the user who owns the contact'),
  type: text('Type', 'Kind of contact, e.g. lead or customer'),
  businessId: text('Business ID', 'ID of the business the contact is linked to'),
  followers: texts('Followers', 'IDs of the users who follow the contact'),
  additionalEmails: z.array(z.unknown()).title('Additional E-Mails').describe('Further e-mail addresses'),
  additionalPhones: z.array(z.unknown()).title('Additional Phones').describe('Further phone numbers'),
  dateAdded: text('Date Added', 'When the contact was created, ISO 8601'),
  dateUpdated: text('Date Updated', 'When the contact was last changed, ISO 8601'),
})
