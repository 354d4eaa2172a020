/** Certificates from anywhere: whatever a text holds, reading it ends with fields or with what is wrong. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decodeX509 } from './decode-x509.ts';

const certificate = `-----BEGIN CERTIFICATE-----
MIIEMzCCA5ygAwIBAgIJAKtUqYzrHwrSMA0GCSqGSIb3DQEBCwUAMHQxCzAJBgNV
BAYTAkRFMRAwDgYDVQQKDAdFeGFtcGxlMQ0wCwYDVQQLDARVbml0MQ0wCwYDVQQH
DARUb3duMQ4wDAYDVQQIDAVTdGF0ZTEYMBYGA1UEAwwPd2ViLmV4YW1wbGUuY29t
MQswCQYDVQQFEwI3NzAeFw0yNjExMjMxNzIyMjVaFw0zNjExMjAxNzIyMjVaMHQx
CzAJBgNVBAYTAkRFMRAwDgYDVQQKDAdFeGFtcGxlMQ0wCwYDVQQLDARVbml0MQ0w
CwYDVQQHDARUb3duMQ4wDAYDVQQIDAVTdGF0ZTEYMBYGA1UEAwwPd2ViLmV4YW1w
bGUuY29tMQswCQYDVQQFEwI3NzCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEA
t3Cld7uDffKlujG0D93DRJDgywBTBpYmQWemkWj4ZsTvBS8tjiyt40FvxMhZsmmF
NUkDx0AHf43oESeOvHthiq1GMwFmPjo7DU/AL0BTsjuvnRuVlJ/LBeen7DW9+YSU
hHLLErmATm8ANp8bYH2iEBwZFmcOmdlKeqj1ZuVkk6UCAwEAAaOCAcswggHHMGcG
A1UdEQRgMF6CD3dlYi5leGFtcGxlLmNvbYINKi5leGFtcGxlLmNvbYENYUBleGFt
cGxlLmNvbYcECgAAAYcQ/oAAAAAAAAAAAAAAAAAAAYYVaHR0cHM6Ly9leGFtcGxl
LmNvbS94MA4GA1UdDwEB/wQEAwIFoDAiBgNVHSUEGzAZBggrBgEFBQcDAQYIKwYB
BQUHAwIGAyoDBDASBgNVHRMBAf8ECDAGAQH/AgEAMB0GA1UdDgQWBBRtb5RmkDVW
cJOWjNoO0zTodn5RMDAtBgNVHR8EJjAkMCKgIKAehhxodHRwOi8vY3JsLmV4YW1w
bGUuY29tL2EuY3JsMF0GCCsGAQUFBwEBBFEwTzAjBggrBgEFBQcwAYYXaHR0cDov
L29jc3AuZXhhbXBsZS5jb20wKAYIKwYBBQUHMAKGHGh0dHA6Ly9jYS5leGFtcGxl
LmNvbS9jYS5jcnQwGAYDVR0gBBEwDzAFBgMqAwQwBgYEVR0gADBNBgNVHR4BAf8E
QzBBoCowDYILZXhhbXBsZS5jb20wCocICgAAAP8AAAAwDYELZXhhbXBsZS5jb22h
EzARgg9iYWQuZXhhbXBsZS5jb20wDQYJKoZIhvcNAQELBQADgYEAqvFAt7Si9n7Z
eZqYLDa+NBchelHzPnglgcnH9CecFija5iqdMjiNfj9e6htgaxm9JUOdrmo5HaNR
m65SwiVjkQkzfiXlh8G25GOLVkrpd1g0tOe8MMCLpdQCYBjWk+NwFUL0o0QZpS0E
xOFBY4T72H8eThMrxSEioA0RuJlEx9U=
-----END CERTIFICATE-----
`;

const request = `-----BEGIN CERTIFICATE REQUEST-----
MIIB9DCCAV0CAQAwdDELMAkGA1UEBhMCREUxEDAOBgNVBAoMB0V4YW1wbGUxDTAL
BgNVBAsMBFVuaXQxDTALBgNVBAcMBFRvd24xDjAMBgNVBAgMBVN0YXRlMRgwFgYD
VQQDDA93ZWIuZXhhbXBsZS5jb20xCzAJBgNVBAUTAjc3MIGfMA0GCSqGSIb3DQEB
AQUAA4GNADCBiQKBgQC3cKV3u4N98qW6MbQP3cNEkODLAFMGliZBZ6aRaPhmxO8F
Ly2OLK3jQW/EyFmyaYU1SQPHQAd/jegRJ468e2GKrUYzAWY+OjsNT8AvQFOyO6+d
G5WUn8sF56fsNb35hJSEcssSuYBObwA2nxtgfaIQHBkWZw6Z2Up6qPVm5WSTpQID
AQABoEAwPgYJKoZIhvcNAQkOMTEwLzAgBgNVHREEGTAXgg93ZWIuZXhhbXBsZS5j
b22HBAoAAAEwCwYDVR0PBAQDAgeAMA0GCSqGSIb3DQEBCwUAA4GBAEh6mbeV4PQW
9gGvUWW8gyrhlNrYF7ej8ZM6VWxpuqV4PnhcidX9WB9KbzLMPrBOqwlfUXskmSQT
rKMcCRtPrw8T3wlE4ZkhMGQQbLEwyW/+24E7H+wF93u2wNLRA64NvBXfDCEZvdHf
iCmkPNn8Rhbq3YQzISn3Rd2ugE4yD2uE
-----END CERTIFICATE REQUEST-----
`;

const bytesOf = (pem: string): Uint8Array =>
  new Uint8Array(Buffer.from(pem.replaceAll(/-----[^-]+-----|\n/g, ''), 'base64'));

const toPem = (type: string, bytes: Uint8Array): string =>
  `-----BEGIN ${type}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${type}-----\n`;

test('a certificate is read with its names and its key', () => {
  const decoded = decodeX509(certificate);
  assert.equal(decoded.kind, 'certificate');
  assert.ok(decoded.kind === 'certificate');
  const { DNSNames, IPAddresses, KeyUsage, ExtKeyUsage, UnknownExtKeyUsage, IsCA, MaxPathLen, SerialNumber, Version } =
    decoded.fields;
  assert.deepEqual(
    { DNSNames, IPAddresses, KeyUsage, ExtKeyUsage, UnknownExtKeyUsage, IsCA, MaxPathLen, SerialNumber, Version },
    {
      DNSNames: ['web.example.com', '*.example.com'],
      IPAddresses: ['10.0.0.1', 'fe80::1'],
      KeyUsage: 5,
      ExtKeyUsage: [1, 2],
      UnknownExtKeyUsage: [[1, 2, 3, 4]],
      IsCA: true,
      MaxPathLen: 0,
      SerialNumber: 12345678901234567890n,
      Version: 3,
    },
  );
});

for (const [type, pem] of [
  ['CERTIFICATE', certificate],
  ['CERTIFICATE REQUEST', request],
] as const) {
  test(`a ${type.toLowerCase()} with any bytes changed, or cut anywhere, is read or refused`, () => {
    const bytes = bytesOf(pem);
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(bytes.length), (changes, length) => {
        const changed = new Uint8Array(bytes);
        for (const { at, to } of changes) changed[at] = to;
        for (const part of [changed, changed.subarray(0, length)]) {
          const decoded = decodeX509(toPem(type, part));
          if (decoded.kind === 'defect') assert.notEqual(decoded.message, '');
        }
      }),
      { numRuns: 2000 },
    );
  });
}

test('what is no PEM is refused', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.deepEqual(decodeX509(text), { kind: 'defect', message: 'failed to decode PEM block' });
    }),
  );
});
