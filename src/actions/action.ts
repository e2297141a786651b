/** What an action is: one value with everything that Studio shows, what goes in and out, and the call it makes. */
import { z } from '@botpress/sdk'
import type { Bot } from '../channels/bot'
import type { Ghl } from '../ghl/client'

/** An object schema of whatever fields. */
export type AnyObject = z.ZodObject<z.ZodRawShape>

/** Fields that every action's answer has besides `data`. A flow branches on `success`. */
const outcome = {
  success: z.boolean().title('Success').describe('True when GoHighLevel carried it out'),
  message: z.string().title('Message').describe('What happened, in words for the bot builder'),
  error: z
    .object({
      status: z.number().optional().title('Status').describe('HTTP status of the answer'),
      code: z.string().optional().title('Code').describe('Kind of refusal, such as NOT_FOUND or SLOT_TAKEN'),
      traceId: z.string().optional().title('Trace ID').describe("Names the request to GoHighLevel's support"),
      retryable: z.boolean().title('Retryable').describe('True when the same call may succeed a little later'),
      freeSlots: z.array(z.string()).optional().title('Free Slots').describe('Free times near one that is taken'),
      existingId: z.string().optional().title('Existing ID').describe('The object that stands in the way of a new one'),
    })
    .optional()
    .title('Error')
    .describe('Only when success is false'),
}

export type Outcome = z.infer<z.ZodObject<typeof outcome>> & { data?: unknown }

export type ActionDefinition<Input extends z.ZodRawShape = z.ZodRawShape> = {
  /** As Studio shows it. */
  title: string
  /** One sentence by which a bot builder or an agent picks the action; at most 256 characters. */
  description: string
  /** OAuth scopes that the call needs; their union is what the connect link asks for. */
  scopes: readonly string[]
  /** Input as a flow would give it; shown in hub.md. */
  example: Record<string, unknown>
  /** Flat fields, under GoHighLevel's own names. */
  input: z.ZodObject<Input>
  /** What `data` holds; left out where GoHighLevel answers only that it is done. */
  data?: AnyObject
  /** The message of a success. */
  done: string
  /** Makes the call; gives back what becomes `data`. Throws GhlError or RuntimeError, never catches. */
  run: (ghl: Ghl, input: z.infer<z.ZodObject<Input>>, bot: Bot) => Promise<unknown>
}

/** Gives `run` the type of its input. */
export const defineAction = <Input extends z.ZodRawShape>(action: ActionDefinition<Input>): Action => ({
  ...action,
  // Runs on checked input only (see run-action), so the wider type of the table is safe.
  run: (ghl, input, bot) => action.run(ghl, input as z.infer<z.ZodObject<Input>>, bot),
})

/** An action in the table of all, where each has another input. */
export type Action = Omit<ActionDefinition, 'run' | 'input'> & {
  input: AnyObject
  run: (ghl: Ghl, input: Record<string, unknown>, bot: Bot) => Promise<unknown>
}

const mapValues = <From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))

/** The schema of an action's whole answer. */
const outputOf = ({ data }: Action): AnyObject =>
  z.object(data ? { ...outcome, data: data.optional().title('Data').describe('Only when success is true') } : outcome)

/** The part that the integration definition wants. */
export const definitionsOf = (actions: Record<string, Action>) =>
  mapValues(actions, (action) => ({
    title: action.title,
    description: action.description,
    input: { schema: action.input },
    output: { schema: outputOf(action) },
  }))
