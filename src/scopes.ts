/** What GoHighLevel is asked to allow. */
import { actions } from './actions'
import { events } from './events'

/** For an agency's consent: listing the locations that have the app, and getting the token of one. */
const CONNECTION_SCOPES = ['oauth.readonly', 'oauth.write']

/** Every scope that actions and events declare or the connection itself needs, each once, sorted. */
export const scopes: readonly string[] = [
  ...new Set([
    ...CONNECTION_SCOPES,
    ...[...Object.values(actions), ...Object.values(events)].flatMap((one) => one.scopes),
  ]),
].sort()
