/** The bill of materials (CycloneDX 1.6) of what is really in the bundle, rather than of what was installed to make it. */

import type { BundledPackage } from './bundled-packages.ts';
import type { Manifest } from './published-manifest.ts';

/** Without a serial number and a date, which the standard leaves open: both would make two builds differ. */
export const renderBillOfMaterials = (
  { name, version, description, license }: Manifest,
  packages: readonly BundledPackage[],
): unknown => ({
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    lifecycles: [{ phase: 'build' }],
    component: {
      type: 'application',
      'bom-ref': toPurl({ name, version }),
      name,
      version,
      description,
      licenses: [toLicence(license)],
      purl: toPurl({ name, version }),
    },
  },
  components: packages.map((one) => ({
    type: 'library',
    'bom-ref': toPurl(one),
    name: one.name,
    version: one.version,
    ...(one.description === null ? {} : { description: one.description }),
    scope: 'required',
    hashes: [toHash(one.integrity)],
    licenses: [toLicence(one.licence)],
    purl: toPurl(one),
  })),
  dependencies: [
    { ref: toPurl({ name, version }), dependsOn: packages.map(toPurl) },
    ...packages.map((one) => ({
      ref: toPurl(one),
      dependsOn: packages.filter((other) => one.dependencies.includes(other.name)).map(toPurl),
    })),
  ],
});

/** https://github.com/package-url/purl-spec: the `@` of a scope is escaped, its `/` is not. */
const toPurl = ({ name, version }: { readonly name: string; readonly version: string }): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`;

const toLicence = (licence: string): unknown =>
  licence.includes(' ') ? { expression: licence } : { license: { id: licence } };

/** `sha512-BASE64`, as the lockfile has it, into hexadecimal digits. */
const toHash = (integrity: string): unknown => {
  const [algorithm = '', digest = ''] = integrity.split('-', 2);
  return {
    alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
    content: Buffer.from(digest, 'base64').toString('hex'),
  };
};
