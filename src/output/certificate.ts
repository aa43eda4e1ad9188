/** Certificates are public: a diagnosis needs their subjects and dates, and nobody can use them against anybody. */

/** Whether a value is a PEM certificate, plain or in base64, without a private key beside it. */
export function isPublicCertificate(value: string): boolean {
  const text = value.startsWith('LS0tLS1CRUdJT') ? Buffer.from(value, 'base64').toString('latin1') : value;
  return text.trimStart().startsWith('-----BEGIN CERTIFICATE-----') && !text.includes('PRIVATE KEY');
}
