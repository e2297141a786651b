/** What happens to the location, its users, and the app's installation. */
import { z } from '@botpress/sdk'
import { amount, answer, anything, flag, text, texts } from '../schemas/fields'
import { user } from '../schemas/lookups'
import { defineEvent } from './event'

const ofLocation = {
  scopes: ['locations.readonly'],
  fields: answer({
    id: text('Location ID', 'ID of the location'),
    name: text('Name', 'Name of the location'),
    email: text('E-Mail', 'E-mail address'),
    stripeProductId: text('Stripe Product ID', 'Product that the location pays for'),
  }),
  ids: ['id'] as const,
}

const ofUser = {
  scopes: ['users.readonly'],
  fields: user.extend({
    extension: text('Extension', 'Extension of the phone number'),
    role: text('Role', 'admin or user'),
    permissions: anything('Permissions', 'What the user may do'),
    locations: texts('Locations', 'IDs of the locations the user works in'),
  }),
  ids: ['id'] as const,
}

const installation = answer({
  appId: text('App ID', 'ID of your app'),
  versionId: text('Version ID', 'Version of your app'),
  installType: text('Install Type', 'Location or Company'),
  userId: text('User ID', 'ID of the user who did it'),
  companyName: text('Company Name', 'Name of the agency'),
  planId: text('Plan ID', 'Plan chosen'),
  isWhitelabelCompany: flag('Is White-Label', 'True for an agency with its own brand'),
  whitelabelDetails: anything('White-Label Details', 'domain and logoUrl'),
  trial: anything('Trial', 'onTrial, trialDuration and trialStartDate'),
})

const ofApp = { scopes: [], fields: installation }
const ofAppUpdate = {
  scopes: [],
  fields: installation.extend({ previousVersionId: text('Previous Version ID', 'Version before') }),
}
const ofPlan = {
  scopes: [],
  fields: answer({
    appId: text('App ID', 'ID of your app'),
    userId: text('User ID', 'ID of the user who did it'),
    currentPlanId: text('Current Plan ID', 'Plan before'),
    newPlanId: text('New Plan ID', 'Plan from now on'),
  }),
}
const ofPayment = {
  scopes: [],
  fields: answer({
    appId: text('App ID', 'ID of your app'),
    userId: text('User ID', 'ID of the user'),
    previousStatus: text('Previous Status', 'COMPLETE, FAILED or PENDING'),
    newStatus: text('New Status', 'COMPLETE, FAILED or PENDING'),
  }),
}
const ofCall = {
  scopes: [],
  fields: answer({
    id: text('Call ID', 'ID of the call'),
    contactId: text('Contact ID', 'ID of the contact'),
    duration: amount('Duration', 'Length of the call in seconds'),
    data: z.unknown().title('Data').describe('What GoHighLevel tells of the call'),
  }),
}

export const locationCreated = defineEvent({
  ...ofLocation,
  type: 'LocationCreate',
  title: 'Location Created',
  description: 'A location (sub-account) of the agency was created',
})

export const locationUpdated = defineEvent({
  ...ofLocation,
  type: 'LocationUpdate',
  title: 'Location Updated',
  description: 'A location (sub-account) was changed',
})

export const userCreated = defineEvent({
  ...ofUser,
  type: 'UserCreate',
  title: 'User Created',
  description: 'A user (team member) was added',
})

export const userUpdated = defineEvent({
  ...ofUser,
  type: 'UserUpdate',
  title: 'User Updated',
  description: 'A user (team member) was changed',
})

export const userDeleted = defineEvent({
  ...ofUser,
  type: 'UserDelete',
  title: 'User Deleted',
  description: 'A user (team member) was removed',
})

export const appInstalled = defineEvent({
  ...ofApp,
  type: 'INSTALL',
  title: 'App Installed',
  description: 'Your app was installed in the location',
})

export const appUninstalled = defineEvent({
  ...ofApp,
  type: 'UNINSTALL',
  title: 'App Uninstalled',
  description: 'Your app was removed from the location: the connection is lost until you connect again',
})

export const appUpdated = defineEvent({
  ...ofAppUpdate,
  type: 'UPDATE',
  title: 'App Updated',
  description: 'Another version of your app was installed in the location',
})

export const planChanged = defineEvent({
  ...ofPlan,
  type: 'PLAN_CHANGE',
  title: 'Plan Changed',
  description: 'The location has changed its plan of your app',
})

export const appPaymentStatusUpdated = defineEvent({
  ...ofPayment,
  type: 'APP_PAYMENT_STATUS',
  title: 'App Payment Status Updated',
  description: 'A payment for your app was made or has failed',
})

export const voiceAiCallEnded = defineEvent({
  ...ofCall,
  type: 'VoiceAiCallEnd',
  title: 'Voice AI Call Ended',
  description: "A call that GoHighLevel's Voice AI led has ended",
})
