/** One run through every action, each step fed by what the earlier ones gave back. */
import { addDays, formatISO, startOfDay } from 'date-fns'
import { firstIdAs, idAs, read, slots, textAs, write, type Step } from './step'

const day = (days: number): string => formatISO(startOfDay(addDays(new Date(), days)))

const contactId = '$contactId'
const calendarId = '$calendarId'
const appointmentId = '$appointmentId'
const opportunityId = '$opportunityId'
const locationId = '$locationId'
const conversationId = '$conversationId'
const span = { calendarId, startTime: day(0), endTime: day(30) }

const lookAround: Step[] = [
  read('getLocation'),
  read('listUsers'),
  read('listTags'),
  read('listCustomFields', { model: 'contact' }),
  read('listCustomValues'),
  read('listWorkflows'),
  read('listCampaigns'),
  read('listForms', { all: true }),
  read('listFormSubmissions', { limit: 5 }),
  read('listPipelines', {}, firstIdAs('pipelineId', 'pipelines')),
  read('listLostReasons'),
  read('listCalendars', {}, firstIdAs('calendarId', 'calendars')),
  read('getCalendar', { calendarId }),
  read('makeApiCall', { endpoint: '/opportunities/pipelines', method: 'GET', params: { locationId } }),
]

const contacts: Step[] = [
  write(
    'createContact',
    {
      firstName: 'Grace',
      lastName: 'Example',
      email: 'grace@example.com',
      phone: '+1 555 010 0123',
      tags: ['Lead'],
      customFields: [{ name: 'Favourite colour', field_value: 'green' }],
    },
    idAs('contactId')
  ),
  read('searchContacts', { limit: 5 }, firstIdAs('anyContactId', 'contacts')),
  read('findContact', { email: 'grace@example.com' }),
  read('getContact', { contactId }),
  write('updateContact', { contactId, city: 'Zurich', website: null }),
  write('upsertContact', { email: 'grace@example.com', source: 'chatbot' }),
  read('getContactsByBusinessId', { businessId: '$businessId', limit: 10 }),
  write('addContactTags', { contactId, tags: ['vip'] }),
  write('removeContactTags', { contactId, tags: ['vip'] }),
  write('addContactFollowers', { contactId, followers: ['Uma User'] }),
  write('removeContactFollowers', { contactId, followers: ['Uma User'] }),
  write('addContactToWorkflow', { contactId, workflowId: 'Follow-up after chat' }),
  write('removeContactFromWorkflow', { contactId, workflowId: 'Follow-up after chat' }),
  write('addContactToCampaign', { contactId, campaignId: 'Spring offer' }),
  write('removeContactFromCampaign', { contactId, campaignId: 'Spring offer' }),
  write('createContactNote', { contactId, body: 'Wants a quote' }, idAs('noteId')),
  read('listContactNotes', { contactId }),
  write('updateContactNote', { contactId, noteId: '$noteId', body: 'Quote sent' }),
  write('deleteContactNote', { contactId, noteId: '$noteId' }),
  write('createContactTask', { contactId, title: 'Call back', dueDate: day(1) }, idAs('taskId')),
  read('listContactTasks', { contactId }),
  write('updateContactTask', { contactId, taskId: '$taskId', title: 'Call back after lunch' }),
  write('completeContactTask', { contactId, taskId: '$taskId' }),
  write('deleteContactTask', { contactId, taskId: '$taskId' }),
]

const deals: Step[] = [
  write(
    'createOpportunity',
    { pipelineId: '$pipelineId', contactId, name: 'Website redesign', status: 'open', monetaryValue: 2500 },
    idAs('opportunityId')
  ),
  read('searchOpportunities', { status: 'open', limit: 5 }),
  read('getOpportunity', { opportunityId }),
  write('updateOpportunity', { opportunityId, monetaryValue: 3000 }),
  write('upsertOpportunity', { pipelineId: '$pipelineId', contactId, name: 'Website and shop', status: 'open' }),
  write('moveOpportunity', { opportunityId, pipeline: '$pipelineId' }),
  write('markOpportunityLost', { opportunityId, lostReasonId: 'Too expensive' }),
  write('updateOpportunityStatus', { opportunityId, status: 'open' }),
  write('markOpportunityWon', { opportunityId }),
]

const appointments: Step[] = [
  read('getFreeSlots', { calendarId, startDate: day(2), endDate: day(40), limit: 5 }),
  read('findNextFreeSlots', { calendarId, count: 6, from: day(2) }, slots),
  write('createAppointment', { calendarId, contactId, startTime: '$slot0' }, idAs('appointmentId')),
  read('getCalendarEvents', span, firstIdAs('anyAppointmentId', 'events')),
  read('getAppointment', { appointmentId }),
  write('updateAppointment', { appointmentId, title: 'Consultation by phone' }),
  write('createAppointmentNote', { appointmentId, body: 'Brings two colleagues' }, idAs('appointmentNoteId')),
  read('listAppointmentNotes', { appointmentId }),
  write('updateAppointmentNote', { appointmentId, noteId: '$appointmentNoteId', body: 'Brings three colleagues' }),
  write('deleteAppointmentNote', { appointmentId, noteId: '$appointmentNoteId' }),
  write('rescheduleAppointment', { appointmentId, startTime: '$slot3' }),
  read('listContactAppointments', { contactId, upcoming: true }),
  write('cancelAppointment', { appointmentId }),
  write('deleteEvent', { eventId: appointmentId }),
  write('bookAppointment', {
    calendarId: 'Consultation',
    startTime: '$slot5',
    email: 'alan@example.com',
    name: 'Alan Example',
  }),
  write('createBlockSlot', { calendarId, title: 'Holiday', startTime: day(20), endTime: day(21) }),
  read('listBlockedSlots', span),
]

const conversations: Step[] = [
  write('getOrCreateConversation', { contactId, messageType: 'SMS' }, textAs('conversationId')),
  read('searchConversations', { contactId }),
  read('getConversation', { conversationId }),
  write(
    'sendMessage',
    { contactId, type: 'SMS', message: 'Your consultation is tomorrow.', scheduledAt: day(1) },
    textAs('messageId')
  ),
  write('cancelScheduledMessage', { messageId: '$messageId' }),
  write('uploadAttachment', { conversationId, fileUrl: '$fileUrl' }, textAs('attachmentUrl', 'url')),
  write(
    'sendMessage',
    { contactId, type: 'Email', subject: 'Our prices', html: '<p>Here they are.</p>', attachments: ['$attachmentUrl'] },
    textAs('emailMessageId')
  ),
  read('getEmailMessage', { emailMessageId: '$emailMessageId' }),
  read('listMessages', { conversationId }),
  write('sendTypingIndicator', { conversationId: '$chatConversationId' }),
  write('markAsUnread', { conversationId }),
  write('markAsRead', { conversationId }),
  write('assignConversation', { conversationId, assignedTo: 'Uma User' }),
  write('pauseConversation', { conversationId, minutes: 30 }),
  write('resumeConversation', { conversationId }),
]

const rest: Step[] = [
  read('listOrders', { limit: 5 }, firstIdAs('orderId', 'orders')),
  read('getOrderById', { orderId: '$orderId' }),
  write('deleteOpportunity', { opportunityId }),
  write('deleteContact', { contactId }),
]

export const scenario: Step[] = [...lookAround, ...contacts, ...deals, ...appointments, ...conversations, ...rest]

const SEARCHES = ['searchContacts', 'searchOpportunities', 'getCalendarEvents', 'searchConversations']

/** With a real account nothing is made, so what is there already is read. */
export const readingScenario: Step[] = [
  ...lookAround,
  read(
    'makeApiCall',
    { endpoint: '/businesses/', method: 'GET', params: { locationId } },
    firstIdAs('businessId', 'businesses')
  ),
  read('searchContacts', { limit: 1 }, firstIdAs('contactId', 'contacts')),
  read('searchOpportunities', { limit: 1 }, firstIdAs('opportunityId', 'opportunities')),
  read('getCalendarEvents', span, firstIdAs('appointmentId', 'events')),
  read('searchConversations', { limit: 1 }, firstIdAs('conversationId', 'conversations')),
  ...[...contacts, ...deals, ...appointments, ...conversations, ...rest].filter(
    ({ reads, action }) => reads && !SEARCHES.includes(action)
  ),
]
