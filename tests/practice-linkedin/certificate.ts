import { generate } from 'selfsigned';

/** A certificate for www.linkedin.com that nobody signed: made in memory at every start, never written to disk. */
export async function throwAwayCertificate(): Promise<{ key: string; cert: string }> {
  const made = await generate([{ name: 'commonName', value: 'www.linkedin.com' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'www.linkedin.com' }, { type: 2, value: '*.linkedin.com' }] }],
  });
  return { key: made.private, cert: made.cert };
}
