/** Settings of the national portal's store. */
import { z } from 'zod';
import { resilienceSettings, secret, serviceAddress, text } from '../lib/settings.ts';

function code(fallback: string, description: string) {
  return z.string().min(1).default(fallback).meta({ description });
}

/** The portal's answer codes. Only seen in practice, never in a published norm: hence settings. */
const errorCodes = z.strictObject({
  handled: code('0', 'Answer code: the call was handled; each item has a code of its own.'),
  sessionLost: code('-2', 'Answer code: the session is unknown or over; the hub logs in again.'),
  unknownService: code('-3', 'Answer code: there is no service of that name.'),
  wrongShape: code('-4', 'Answer code: the call was not understood; nothing was stored.'),
  wrongLogin: code('-1', 'Login code: user name or password is wrong.'),
  stored: code('0', 'Item code: stored.'),
  duplicate: code('1', 'Item code: the store holds this or a newer version.'),
  refused: code('2', 'Item code: refused.'),
});

export const portalSettings = z.strictObject({
  baseUrl: serviceAddress('Address of the portal’s data services.'),
  username: text('User name of the login.'),
  password: secret('Password of the login.'),
  destinationCode: text('Destination code sent with the login.'),
  citizenService: code('DongBoCongDan', 'Service that takes citizen data.'),
  caseService: code('DongBoHoSoMC', 'Service that takes case records.'),
  errorCodes: errorCodes.prefault({}).meta({ description: 'What the portal’s answer codes mean.' }),
  ...resilienceSettings.shape,
});

export type PortalSettings = z.infer<typeof portalSettings>;
export type PortalCodes = PortalSettings['errorCodes'];
