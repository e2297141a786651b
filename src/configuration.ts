/** What a bot builder fills in when installing the integration. Everything is optional here; `register` says what is missing. */
import { z } from '@botpress/sdk'
import { MEDIA } from './channels/media'

export const configuration = z.object({
  clientId: z
    .string()
    .optional()
    .title('Client ID')
    .describe(
      'Client ID of your GoHighLevel marketplace app (Settings → Client Keys). Not needed with a Private Integration Token.'
    ),
  clientSecret: z
    .string()
    .secret()
    .optional()
    .title('Client Secret')
    .describe('Client secret that belongs to the Client ID. GoHighLevel shows it once, when the key is made.'),
  accessToken: z
    .string()
    .secret()
    .optional()
    .title('Access Token')
    .describe(
      'Leave empty to connect by link. Otherwise an OAuth access token, or a Private Integration Token (pit-…).'
    ),
  refreshToken: z
    .string()
    .secret()
    .optional()
    .title('Refresh Token')
    .describe(
      'The OAuth refresh token that came with the Access Token. Leave empty to connect by link or with a Private Integration Token.'
    ),
  locationId: z
    .string()
    .optional()
    .title('Location ID')
    .describe(
      'The GoHighLevel location (sub-account) to work with. Needed with a Private Integration Token; otherwise found by connecting.'
    ),
  webhookPublicKey: z
    .string()
    .optional()
    .title('Webhook Public Key')
    .describe('Leave empty. Only when GoHighLevel announces a new Ed25519 key for webhook signatures, paste it here.'),
  legacyWebhookPublicKey: z
    .string()
    .optional()
    .title('Legacy Webhook Public Key')
    .describe('Leave empty. Only when GoHighLevel announces a new RSA key for webhook signatures, paste it here.'),
  whiteLabel: z
    .boolean()
    .optional()
    .title('White-Label Agency')
    .describe(
      'Turn on when your agency uses GoHighLevel under its own brand: the consent page then opens on the white-label host.'
    ),
  messageTypes: z
    .array(z.enum(MEDIA))
    .optional()
    .title('Answer On')
    .describe('Leave empty to let the bot answer on every medium. Otherwise only on these, e.g. SMS and WhatsApp.'),
  pauseOnHumanReply: z
    .boolean()
    .default(true)
    .title('Pause When a Colleague Answers')
    .describe("When a colleague answers a contact in GoHighLevel's inbox, the bot is silent with that contact."),
  pauseMinutes: z
    .number()
    .int()
    .min(0)
    .max(525_600)
    .default(60)
    .title('Minutes of Silence')
    .describe("How long after a colleague's last answer. 0: until Resume Conversation hands the contact back."),
})
