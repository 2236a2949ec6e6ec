// A key nobody else has. (crypto.randomUUID is missing on pages that are not served over HTTPS or from localhost.)
export function uniqueKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
