import { z } from 'zod';
import { memberView } from '../../../members/members.schema.js';
import { sessionView } from '../../sessions/sessions.schema.js';

/** Bytes as base64url: what an authenticator says, and no more of it than one has to say. */
const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]+$/);
/** 1,023 bytes (WebAuthn, 4). */
const credentialId = bytes(1_364);

/** What every answer of an authenticator has. Whatever else a browser's `toJSON()` writes is passed over. */
const answered = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
};

const EXAMPLE = {
  id: 'rbHH1ihvAwo1u1C0OLSCTU8lVEjRuBGv2Hba7FJc5Qc',
  rawId: 'rbHH1ihvAwo1u1C0OLSCTU8lVEjRuBGv2Hba7FJc5Qc',
  type: 'public-key',
} as const;

/** `AuthenticationResponseJSON` of WebAuthn. */
export const passkeyProof = z
  .strictObject({
    response: z.object({
      ...answered,
      response: z.object({
        clientDataJSON: bytes(4_000),
        authenticatorData: bytes(4_000),
        signature: bytes(8_000),
        userHandle: bytes(128).optional(),
      }),
    }),
  })
  .meta({
    examples: [
      {
        response: {
          ...EXAMPLE,
          response: { clientDataJSON: 'eyJ0eX', authenticatorData: 'SZYN5Y', signature: 'MEUCIQ' },
        },
      },
    ],
  });
export type PasskeyProof = z.infer<typeof passkeyProof>;

/** `RegistrationResponseJSON` of WebAuthn, and what its owner calls the passkey. */
export const newPasskey = z
  .strictObject({
    name: z.string().trim().min(1).max(60),
    response: z.object({
      ...answered,
      response: z.object({
        clientDataJSON: bytes(4_000),
        attestationObject: bytes(40_000),
        transports: z.array(z.string().max(20)).max(8).optional(),
      }),
    }),
  })
  .meta({
    examples: [
      { name: 'Laptop', response: { ...EXAMPLE, response: { clientDataJSON: 'eyJ0eX', attestationObject: 'o2NmbX' } } },
    ],
  });
export type NewPasskey = z.infer<typeof newPasskey>;

/** What a browser is to ask an authenticator for: `PublicKeyCredentialRequestOptionsJSON` or `…CreationOptionsJSON` of WebAuthn. */
export const passkeyOptions = z.object({ options: z.looseObject({ challenge: z.string() }) });
export type PasskeyOptions = z.infer<typeof passkeyOptions>;

/** Who signed in. The token goes to the browser in a cookie that no script reads, and nowhere else. */
export const passkeySignedIn = z.object({ member: memberView, session: sessionView });
export type PasskeySignedIn = z.infer<typeof passkeySignedIn>;

export const passkeyView = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Browser and system where it was added: `Firefox · Linux`; null where nobody said. */
    device: z.string().nullable(),
    createdAt: z.string(),
    /** Null: nobody has signed in by it yet. */
    usedAt: z.string().nullable(),
  })
  .meta({ id: 'Passkey' });
export type PasskeyView = z.infer<typeof passkeyView>;

export const passkeysAnswer = z.object({ passkeys: z.array(passkeyView) });
export type PasskeysAnswer = z.infer<typeof passkeysAnswer>;

export const passkeyParams = z.strictObject({ id: z.string() });
export type PasskeyParams = z.infer<typeof passkeyParams>;
