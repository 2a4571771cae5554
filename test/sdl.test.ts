import { describe, expect, it } from 'vitest';
import { GoErrorBase, GoPanic } from '../src/core/errors.ts';
import { readSdl } from '../src/sdl/index.ts';
import { parseFloat64 } from '../src/sdl/quantity.ts';

interface Parts {
  readonly version?: string;
  readonly services?: string;
  readonly resources?: string;
  readonly attributes?: string;
  readonly deployment?: string;
  readonly rest?: string;
}

const WEB = `
  web:
    image: nginx
    expose:
      - port: 80
        to: [{ global: true }]`;

const file = (p: Parts = {}): string => `version: "${p.version ?? '2.1'}"
services:${p.services ?? WEB}
profiles:
  compute:
    small:
      resources: ${p.resources ?? '{ cpu: { units: 1 }, memory: { size: 512Mi }, storage: { size: 1Gi } }'}
  placement:
    east:
      attributes: ${p.attributes ?? '{ region: east }'}
      pricing:
        small: { denom: uakt, amount: 10 }
deployment:${p.deployment ?? '\n  web: { east: { profile: small, count: 1 } }'}
${p.rest ?? ''}`;

/** What is wrong with a file, or `ok`. */
function verdict(text: string): string {
  try {
    readSdl(text);
    return 'ok';
  } catch (e) {
    if (e instanceof GoPanic) return `panic: ${e.message}`;
    if (e instanceof GoErrorBase) return e.message;
    throw e;
  }
}

const unit = (p: Parts) => readSdl(file(p)).deploymentGroups()[0]!.resources[0]!;
const hash = (text: string): string => Buffer.from(readSdl(text).version()).toString('hex');

describe('what the reference lets pass', () => {
  it('PARITY any version from 2.1 on is read as 2.1', () => {
    expect(hash(file({ version: '2.7' }))).toBe(hash(file()));
    expect(hash(file({ version: 'v9' }))).toBe(hash(file()));
    expect(verdict(file({ version: '2.0.5' }))).toBe('SDL invalid: config: unsupported version "2.0.5"');
  });

  it('PARITY unknown fields of a service, targets that are not there, keys with blanks, no replicas', () => {
    const services = WEB.replace('image: nginx', 'image: nginx\n    colour: red').replace(
      '{ global: true }',
      '{ global: true }, { service: nobody }',
    );
    expect(verdict(file({ services }))).toBe('ok');
    expect(verdict(file({ attributes: '{ "a key": x }' }))).toBe('ok');
    const deployment = '\n  web: { east: { profile: small, count: 0 } }';
    expect(verdict(file({ deployment }))).toBe('invalid total CPU (19200000 > 0 > 0 fails)');
  });

  it('PARITY another vendor means any model of nvidia', () => {
    const resources =
      '{ cpu: { units: 1 }, memory: { size: 1Gi }, storage: { size: 1Gi }, gpu: { units: 1, attributes: { vendor: { amd: [{ model: x }] } } } }';
    expect(unit({ resources }).resource.gpu!.attributes).toEqual([{ key: 'vendor/nvidia/model/*', value: 'true' }]);
  });

  it('PARITY a volume that is persistent by another word than true gets no class', () => {
    const attributes = (persistent: string) => {
      const volume = `{ size: 1Gi, attributes: { persistent: ${persistent} } }`;
      const resources = `{ cpu: { units: 1 }, memory: { size: 1Gi }, storage: ${volume} }`;
      return unit({ resources }).resource.storage[0]!.attributes.map(({ key, value }) => `${key}=${value}`);
    };
    expect(attributes('true')).toEqual(['class=default', 'persistent=true']);
    expect(attributes('yes')).toEqual(['persistent=true']);
  });

  it('PARITY of two volumes alike the later one comes first', () => {
    const resources =
      '{ cpu: { units: 1 }, memory: { size: 1Gi }, storage: [{ size: 1Gi, name: a }, { size: 1Gi, name: b }, { size: 1Mi, name: c }] }';
    const big = resources.replace('1Mi', '5Mi');
    expect(unit({ resources: big }).resource.storage.map((v) => v.name)).toEqual(['c', 'b', 'a']);
  });

  it('PARITY a persistent volume that is not mounted passes in 2.1 alone', () => {
    const resources =
      '{ cpu: { units: 1 }, memory: { size: 1Gi }, storage: [{ size: 1Gi, name: data, attributes: { persistent: true, class: beta2 } }] }';
    expect(verdict(file({ resources }))).toBe('ok');
    expect(verdict(file({ resources, version: '2.0' }))).toMatch(/persistent=true which requires .* to have mount$/);
    // In 2.0 the mount of any volume counts for all.
    const two = resources.replace('[{', '[{ size: 1Gi, name: other }, {');
    const services = WEB.replace('expose:', 'params: { storage: { other: { mount: /x } } }\n    expose:');
    expect(verdict(file({ resources: two, services, version: '2.0' }))).toBe('ok');
  });

  it('PARITY 2.0 drops the e-mail address of credentials and keeps blanks', () => {
    const services = WEB.replace(
      'expose:',
      'credentials: { host: " h ", email: e, username: u, password: p }\n    expose:',
    );
    const of = (version: string) => readSdl(file({ services, version })).manifest()[0]!.services[0]!.credentials;
    expect(of('2.0')).toEqual({ host: ' h ', email: '', username: 'u', password: 'p' });
    expect(of('2.1')).toEqual({ host: 'h', email: 'e', username: 'u', password: 'p' });
  });

  it('PARITY the options of a target are passed over', () => {
    const services = WEB.replace('{ global: true }', '{ global: true, http_options: { read_timeout: 999999 } }');
    expect(hash(file({ services }))).toBe(hash(file()));
  });

  it('PARITY a compute profile without resources is a nil pointer', () => {
    expect(verdict(file({ resources: '' }))).toMatch(/^panic: runtime error/);
  });
});

describe('two versions', () => {
  const services = `${WEB}\n  api:\n    image: api\n    expose: [{ port: 9000, to: [{ global: true }] }]`;
  const deployment = '\n  web: { east: { profile: small, count: 2 } }\n  api: { east: { profile: small, count: 3 } }';

  it('2.0 has a unit for each service, 2.1 one for each profile', () => {
    const units = (version: string) =>
      readSdl(file({ services, deployment, version })).deploymentGroups()[0]!.resources;
    expect(units('2.0').map((u) => [u.resource.id, u.count])).toEqual([
      [1, 3],
      [2, 2],
    ]);
    expect(units('2.1').map((u) => [u.resource.id, u.count, u.resource.endpoints.length])).toEqual([[1, 5, 2]]);
  });

  it('PARITY numbers of leased addresses count every use, and skip', () => {
    const leased = `
  web:
    image: nginx
    expose:
      - { port: 80, as: 80, to: [{ global: true, ip: front }] }
      - { port: 81, as: 81, to: [{ global: true, ip: front }, { service: api }] }
  api: { image: api }`;
    const use = '\n  web: { east: { profile: small, count: 1 } }\n  api: { east: { profile: small, count: 1 } }';
    const rest = 'endpoints: { front: { kind: ip } }';
    const sdl = readSdl(file({ services: leased, deployment: use, rest }));
    const [web] = sdl.manifest()[0]!.services.filter((s) => s.name === 'web');
    expect(web!.expose.map((e) => [e.port, e.endpointSequenceNumber])).toEqual([
      [80, 3],
      [81, 3],
      [81, 0],
    ]);
  });
});

describe('errors name the line', () => {
  it('of what does not fit, all at once', () => {
    const services = WEB.replace('port: 80', 'port: http\n        as: -1');
    expect(verdict(file({ services }))).toBe(
      'yaml: unmarshal errors:\n  line 6: cannot unmarshal !!str `http` into uint32\n  line 7: cannot unmarshal !!int `-1` into uint32',
    );
  });

  it('of keys that are there twice', () => {
    expect(verdict(file({ services: WEB.replace('image: nginx', 'image: a\n    image: b') }))).toBe(
      'yaml: unmarshal errors:\n  line 5: mapping key "image" already defined at line 4',
    );
  });

  it('of what is no YAML', () => {
    expect(verdict('a: 1\nb:\n\tc: 2\n')).toBe('yaml: line 3: found character that cannot start any token');
    expect(verdict('a: 1\nb: c: 2\n')).toBe('yaml: line 2: mapping values are not allowed in this context');
    expect(verdict('a: "1\n')).toBe('yaml: line 2: found unexpected end of stream');
    expect(verdict('a: *b\n')).toBe("yaml: unknown anchor 'b' referenced");
  });

  it('anchors and merged mappings are read', () => {
    const services = `
  web: &web
    image: nginx
    env: [A=1]
    expose: [{ port: 80, to: [{ global: true }] }]
  api:
    <<: *web
    image: other
    expose: []`;
    const deployment = '\n  web: &d { east: { profile: small, count: 1 } }\n  api: *d';
    const [api] = readSdl(file({ services, deployment })).manifest()[0]!.services;
    expect([api!.name, api!.image, api!.env, api!.expose]).toEqual(['api', 'other', ['A=1'], []]);
  });

  it('an alias within itself is refused', () => {
    expect(verdict('version: "2.1"\nservices: &a\n  web: { image: x, env: *a }\n')).toMatch(/^yaml: /);
  });
});

describe('amounts', () => {
  it.each([
    ['1', 1],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1_0', 10],
    ['0x1p4', 16],
    ['0x_1p2', 4],
    ['Infinity', Number.POSITIVE_INFINITY],
  ])('%s is a number', (text, n) => {
    expect(parseFloat64(text)).toBe(n);
  });

  it.each(['', ' 1', '1e', '0x10', '_1', '1__0', '1_', '1_e5', 'e1', '0b1', '١'])('%j is none', (text) => {
    expect(() => parseFloat64(text)).toThrow(/invalid syntax$/);
  });

  it('beyond a double is out of range', () => {
    expect(() => parseFloat64('1e400')).toThrow('strconv.ParseFloat: parsing "1e400": value out of range');
  });
});

describe('text that is no YAML is refused in the words of the reference', () => {
  // Recorded from gopkg.in/yaml.v3.
  it.each([
    ['a: b: c\n', 'yaml: mapping values are not allowed in this context'],
    ['x: 1\na: b: c\n', 'yaml: line 2: mapping values are not allowed in this context'],
    ['x:\n  y: 1\n    z: 2\n', 'yaml: line 3: mapping values are not allowed in this context'],
    ['a: 1\ns: 0\n  api:\n    image: x\n', 'yaml: line 3: mapping values are not allowed in this context'],
    ['env: []\n  - MODE=prod\n  - E\n', 'yaml: line 1: did not find expected key'],
    ['x: 1\ny: - a\n', 'yaml: line 2: block sequence entries are not allowed in this context'],
  ])('%j', (text, error) => {
    expect(verdict(text)).toBe(error);
  });
});
