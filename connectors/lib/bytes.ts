/** Bytes from outside as text. */

/** Decodes UTF-8 strictly (a leading byte order mark is dropped); undefined if the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A message kept as text without loss, and the content type that tells how. */
export type KeptMessage = { contentType: string; body: string };

/**
 * Keeps a message that could not be read: as UTF-8 where it is that, else one character per byte (ISO 8859-1, said in
 * the content type), so that the original bytes can be had back.
 */
export function keepBytes(contentType: string, bytes: Buffer): KeptMessage {
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return { contentType, body: text };
  return { contentType: `${contentType}; charset=iso-8859-1`, body: bytes.toString('latin1') };
}
