/** What GoHighLevel does with a webhook, and what Botpress has of it. */
import type { Bot } from './bot'
import { world } from './world'

/** The bot's events, oldest first. */
export const eventsOf = (bot: Bot) => [...world.botpress.bot(bot.installation.botId).events.values()]

/** Sends again and again until it is answered 200, at most 12 times more; every status. */
export async function deliver(send: () => Promise<number>): Promise<number[]> {
  const statuses: number[] = []
  while (statuses.at(-1) !== 200 && statuses.length <= 12) statuses.push(await send())
  return statuses
}
