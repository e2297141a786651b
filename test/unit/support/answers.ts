/** GoHighLevel's answers to the twenty actions, in the forms recorded from real traffic. People and ids are made up. */
import type { JsonObject } from '../../../src/ghl/json'

const traceId = '00000000-0000-4000-8000-000000000001'

/** A fresh object each time, so that no test can spoil another's. */
type Make = () => JsonObject

export const contact: Make = () => ({
  id: 'contact-1',
  locationId: 'location-1',
  firstName: 'Ada',
  lastName: 'Example',
  firstNameLowerCase: 'ada',
  email: 'ada@example.com',
  phone: '+15550100123',
  type: 'lead',
  tags: ['lead'],
  country: 'US',
  dnd: false,
  dndSettings: { SMS: { status: 'inactive' } },
  customFields: [
    { id: 'fakeField00000000001', value: 'blue' },
    { id: 'fakeField00000000002', fieldKey: 'contact.size', value: ['s', 'm'] },
    { id: 'fakeField00000000003', key: 'contact.age', value: 36 },
  ],
  additionalEmails: [{ email: 'ada@example.org' }],
  additionalPhones: [],
  followers: [],
  dateAdded: '2026-07-01T08:00:00.000Z',
  dateUpdated: '2026-07-02T08:00:00.000Z',
  createdBy: { source: 'INTEGRATION', channel: 'OAUTH' },
})

/** The recorded contact as flows see it: the key of a custom field is always called key. */
export const shownContact = {
  ...contact(),
  customFields: [
    { id: 'fakeField00000000001', value: 'blue' },
    { id: 'fakeField00000000002', key: 'contact.size', fieldKey: 'contact.size', value: ['s', 'm'] },
    { id: 'fakeField00000000003', key: 'contact.age', value: 36 },
  ],
}

/** Every field that can be written to a contact that is there already. */
export const everyContactField = {
  firstName: 'Ada',
  lastName: 'Example',
  name: 'Ada Example',
  email: 'ada@example.com',
  phone: '+15550100123',
  address1: '1 Example Street',
  city: 'Springfield',
  state: 'IL',
  postalCode: '62701',
  website: 'https://example.com',
  timezone: 'America/Chicago',
  dateOfBirth: '1990-12-31',
  companyName: 'Example Ltd',
  country: 'US',
  source: 'chatbot',
  assignedTo: 'fakeUser000000000001',
  tags: ['lead', 'vip'],
  dnd: false,
  dndSettings: { SMS: { status: 'active', message: 'asked for it', code: '103' }, WhatsApp: { status: 'permanent' } },
  inboundDndSettings: { all: { status: 'inactive', message: 'fine' } },
  customFields: [
    { id: 'fakeField00000000001', field_value: 'blue' },
    { id: 'fakeField00000000002', field_value: 36 },
    { id: 'fakeField00000000003', field_value: ['s', 'm'] },
    { id: 'fakeField00000000004', field_value: true },
    { id: 'fakeField00000000005', field_value: { url: 'https://example.com/a.pdf' } },
  ],
}

export const opportunity: Make = () => ({
  id: 'opportunity-1',
  name: 'Website redesign',
  locationId: 'location-1',
  contactId: 'contact-1',
  pipelineId: 'fakePipeline00000001',
  pipelineStageId: '00000000-0000-4000-8000-000000000002',
  status: 'open',
  monetaryValue: 2500,
  source: null,
  customFields: [{ id: 'fakeField00000000009', fieldValue: 'gold', fieldKey: 'opportunity.tier' }],
  contact: { id: 'contact-1', name: 'Ada Example', tags: ['lead'] },
  followers: ['fakeUser000000000001'],
  createdAt: '2026-07-01T08:00:00.000Z',
  updatedAt: '2026-07-02T08:00:00.000Z',
  isAttribute: false,
})

export const order: Make = () => ({
  _id: 'order-1',
  altId: 'location-1',
  altType: 'location',
  contactId: 'contact-1',
  currency: 'USD',
  amount: 49.5,
  status: 'completed',
  liveMode: true,
  contactSnapshot: { firstName: 'Ada' },
  amountSummary: { subtotal: 50, discount: 0.5 },
  source: { type: 'funnel', id: 'fakeFunnel0000000001', name: 'Shop' },
  items: [{ name: 'Notebook', qty: 1 }],
  coupon: {},
  createdAt: '2026-07-01T08:00:00.000Z',
  updatedAt: '2026-07-01T08:05:00.000Z',
})

/** As an answer to a write: without the times, with the status spelt twice. */
export const booked: Make = () => ({
  id: 'appointment-1',
  calendarId: 'fakeCalendar00000001',
  locationId: 'location-1',
  contactId: 'contact-1',
  title: 'Ada Example',
  status: 'booked',
  appointmentStatus: 'confirmed',
  appoinmentStatus: 'confirmed',
  address: '',
  isRecurring: false,
  dateAdded: '2026-07-01T08:00:00.000Z',
  dateUpdated: '2026-07-01T08:00:00.000Z',
  traceId,
})

/** As an answer to a read: with the times, in the offset of the location's time zone. */
export const appointment: Make = () => ({
  ...Object.fromEntries(Object.entries(booked()).filter(([name]) => name !== 'traceId')),
  startTime: '2026-07-20T12:00:00+02:00',
  endTime: '2026-07-20T12:30:00+02:00',
  assignedUserId: 'fakeUser000000000001',
  users: ['fakeUser000000000001'],
  assignedResources: [],
  createdBy: { source: 'api' },
  deleted: false,
})

/** One input that is good, and GoHighLevel's answer to it, for each action. */
export const samples: Record<string, { input: JsonObject; answer: Make }> = {
  createContact: { input: { firstName: 'Ada' }, answer: () => ({ contact: contact(), traceId }) },
  upsertContact: {
    input: { email: 'ada@example.com' },
    answer: () => ({ new: true, contact: contact(), succeded: true, traceId }),
  },
  getContact: { input: { contactId: 'contact-1' }, answer: () => ({ contact: contact(), traceId }) },
  updateContact: {
    input: { contactId: 'contact-1', city: 'Springfield' },
    answer: () => ({ succeded: true, succeeded: true, contact: contact(), traceId }),
  },
  deleteContact: { input: { contactId: 'contact-1' }, answer: () => ({ succeded: true, succeeded: true, traceId }) },
  getContactsByBusinessId: {
    input: { businessId: 'business-1' },
    answer: () => ({ contacts: [contact(), contact()], count: 2, traceId }),
  },
  createOpportunity: {
    input: { pipelineId: 'fakePipeline00000001', contactId: 'contact-1', name: 'Website redesign', status: 'open' },
    answer: () => ({ opportunity: opportunity(), traceId }),
  },
  upsertOpportunity: {
    input: { pipelineId: 'fakePipeline00000001', contactId: 'contact-1' },
    answer: () => ({ new: false, opportunity: opportunity(), traceId }),
  },
  getOpportunity: {
    input: { opportunityId: 'opportunity-1' },
    answer: () => ({ opportunity: opportunity(), traceId }),
  },
  updateOpportunity: {
    input: { opportunityId: 'opportunity-1', monetaryValue: 3000 },
    answer: () => ({ opportunity: opportunity(), traceId }),
  },
  updateOpportunityStatus: {
    input: { opportunityId: 'opportunity-1', status: 'won' },
    answer: () => ({ succeded: true, traceId }),
  },
  deleteOpportunity: { input: { opportunityId: 'opportunity-1' }, answer: () => ({ success: true, traceId }) },
  listOrders: { input: {}, answer: () => ({ data: [order(), order()], totalCount: 2, traceId }) },
  getOrderById: { input: { orderId: 'order-1' }, answer: () => ({ ...order(), traceId }) },
  createAppointment: {
    input: { calendarId: 'fakeCalendar00000001', contactId: 'contact-1', startTime: '2026-07-20T10:00:00Z' },
    answer: booked,
  },
  getAppointment: {
    input: { appointmentId: 'appointment-1' },
    answer: () => ({ appointment: appointment(), traceId }),
  },
  updateAppointment: { input: { appointmentId: 'appointment-1', title: 'Demo' }, answer: booked },
  getCalendarEvents: {
    input: { calendarId: 'fakeCalendar00000001', startTime: '2026-07-20T00:00:00Z', endTime: '2026-07-21T00:00:00Z' },
    answer: () => ({ events: [appointment(), appointment()], traceId }),
  },
  deleteEvent: { input: { eventId: 'appointment-1' }, answer: () => ({ succeeded: true, traceId }) },
  makeApiCall: {
    input: { endpoint: '/opportunities/pipelines', method: 'GET' },
    answer: () => ({ pipelines: [{ id: 'fakePipeline00000001', name: 'Sales' }], traceId }),
  },
}
