/** Webhooks, each verified, delivered once and made an event, beside a bundle that only checks the signature. */
import { randomUUID } from 'node:crypto'
import { alternate, mapPair, median } from './pair'
import { compare, type Row } from './report'
import { doAtOnce, time, type SignedWebhook, type Stage } from './stage'

const WIDTH = 32
const PER_ROUND = 200

function signWebhooks({ ghl, sign }: Stage): SignedWebhook[] {
  return Array.from({ length: PER_ROUND }, () =>
    sign(
      JSON.stringify({
        type: 'ContactCreate',
        locationId: ghl.locationId,
        timestamp: new Date().toISOString(),
        webhookId: randomUUID(),
        id: randomUUID(),
        email: 'ada@example.com',
      })
    )
  )
}

/** Webhooks per second, 32 at once. Also counts that every one of ours has become an event. */
export async function measureWebhooks(stage: Stage, rounds: number): Promise<Row[]> {
  const subjects = await stage.startBoth()
  const perSecond = await alternate(rounds, async (name) => {
    const webhooks = signWebhooks(stage)
    const ms = await time(() =>
      doAtOnce(
        webhooks.map((webhook) => () => subjects[name].receive(webhook)),
        WIDTH
      )
    )
    return (PER_ROUND / ms) * 1000
  })
  const events = [...stage.botpress.bots.values()].reduce((total, bot) => total + bot.events.size, 0)
  await mapPair(subjects, ({ close }) => close())
  const sent = perSecond.ours.length * PER_ROUND
  return [
    compare(`Webhooks, ${WIDTH} at once`, 'webhooks/s', await mapPair(perSecond, median)),
    compare('Events per webhook', '', { ours: events / sent }, { exactly: 1 }),
  ]
}
