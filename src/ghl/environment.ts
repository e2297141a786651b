/** Where GoHighLevel is: its public hosts, or the development overrides read from the environment. */
import { RuntimeError } from '@botpress/sdk'
import * as z from 'zod/mini'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

const override = z.string().check(
  z.refine((value) => {
    if (!URL.canParse(value)) return false
    const { protocol, hostname, pathname } = new URL(value)
    const isPrivate = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))
    return isPrivate && pathname === '/' && hostname !== ''
  })
)

const checked = new Map<string, string>()

/** Reads one override; refuses anything but an https or loopback origin, so that tokens never travel in the clear. */
function origin(name: 'GHL_API_URL' | 'GHL_CONSENT_URL', standard: string): string {
  const value = process.env[name]
  if (!value) return standard
  const known = checked.get(value)
  if (known) return known
  if (!override.safeParse(value).success) {
    throw new RuntimeError(`The environment variable ${name} must be an https:// or loopback origin without a path`)
  }
  const { origin: found } = new URL(value)
  checked.set(value, found)
  return found
}

/** Origin of GoHighLevel's API, without a trailing slash. One host serves white-labelled agencies too. */
export const apiUrl = (): string => origin('GHL_API_URL', 'https://services.leadconnectorhq.com')

/** Origin of the page where a GoHighLevel user grants access; white-labelled agencies have their own. */
export const consentUrl = (whiteLabel: boolean): string =>
  origin(
    'GHL_CONSENT_URL',
    whiteLabel ? 'https://marketplace.leadconnectorhq.com' : 'https://marketplace.gohighlevel.com'
  )

/** True where the development stand-in of GoHighLevel is used: then files may be on loopback too. */
export const isOnLoopback = (): boolean => LOOPBACK.has(new URL(apiUrl()).hostname)
