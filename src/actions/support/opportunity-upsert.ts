/** The upsert of an opportunity, whose published schema has changed. */
import type { Ghl } from '../../ghl/client'
import type { JsonObject } from '../../ghl/json'
import { GhlError } from '../../ghl/errors'

/** Some locations want the followers named even when there are none. */
const NO_FOLLOWERS = { followers: [], isRemoveAllFollowers: false, followersActionType: 'add' }

/** Posts the body; once more with followers where GoHighLevel insists on them. */
export async function postUpsert(ghl: Ghl, body: JsonObject): Promise<JsonObject> {
  const post = (sent: JsonObject) => ghl.post('/opportunities/upsert', sent, { repeatable: true })
  try {
    return await post(body)
  } catch (thrown) {
    const wantsFollowers =
      thrown instanceof GhlError && thrown.details.status === 422 && /followers/i.test(thrown.words)
    if (!wantsFollowers || 'followers' in body) throw thrown
    return post({ ...NO_FOLLOWERS, ...body })
  }
}
