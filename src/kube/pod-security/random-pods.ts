/** Random pods from a seed: mostly compliant, with edge values in the fields that the Pod Security Standards read. */

import type { Json, JsonObject } from '../../model/json.ts';

/** A pod, and whether a field in it has a type that the API server refuses. */
export interface RandomPod {
  readonly pod: JsonObject;
  readonly isBroken: boolean;
}

export const randomPods = function* (seed: number, count: number): Generator<RandomPod> {
  for (let index = 0; index < count; index += 1) yield randomPod(new Dice(seed * 1_000_003 + index));
};

const randomPod = (dice: Dice): RandomPod => {
  // The fewer mutations, the likelier that one check alone decides.
  const rate = dice.pick([0, 0.02, 0.05, 0.1, 0.3]);
  const breaks = dice.chance(0.1) ? 0.05 : 0;
  const make = new PodMaker(dice, rate, breaks);
  const pod = make.pod();
  return { pod, isBroken: make.isBroken };
};

type Fields = Record<string, Json>;

class PodMaker {
  isBroken = false;
  readonly #dice: Dice;
  readonly #rate: number;
  readonly #breaks: number;

  constructor(dice: Dice, rate: number, breaks: number) {
    this.#dice = dice;
    this.#rate = rate;
    this.#breaks = breaks;
  }

  pod(): JsonObject {
    const names = this.#dice.shuffle(['web', 'log', 'init', 'debug', 'a b', 'web', '']);
    const take = (count: number): Json[] => Array.from({ length: count }, () => this.#container(names.pop() ?? 'late'));
    const spec: Fields = { containers: take(this.#dice.pick([1, 1, 1, 2, 0])) };
    if (this.#dice.chance(0.3)) spec.initContainers = take(1);
    if (this.#dice.chance(0.15)) spec.ephemeralContainers = take(1);
    this.#maybe(spec, 'initContainers', [null, []]);
    if (this.#dice.chance(0.1)) spec.containers = [...(spec.containers as Json[]), null];
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) this.#maybe(spec, field, [true, false, null]);
    if (this.#dice.chance(0.25)) spec.hostUsers = this.#dice.pick([false, false, true, null]);
    if (this.#dice.chance(0.2))
      spec.os = this.#dice.pick([{ name: 'windows' }, { name: 'linux' }, { name: 'Windows' }, {}, null]);
    const context = this.#dice.chance(0.9) ? this.#podContext() : null;
    if (context !== null || this.#dice.chance(0.5)) spec.securityContext = context;
    if (this.#dice.chance(0.5)) spec.volumes = this.#volumes();
    const metadata: Fields = { name: 'random' };
    if (this.#dice.chance(0.3)) metadata.annotations = this.#annotations();
    return { apiVersion: 'v1', kind: 'Pod', metadata, spec };
  }

  #podContext(): Json {
    const context: Fields = {};
    if (this.#dice.chance(0.8)) context.runAsNonRoot = true;
    if (this.#dice.chance(0.8)) context.seccompProfile = { type: 'RuntimeDefault' };
    this.#maybe(context, 'sysctls', [[], null, this.#sysctls(), this.#sysctls()]);
    return this.#settings(context);
  }

  #container(name: string): Json {
    const container: Fields = { name };
    if (name === '' && this.#dice.chance(0.5)) delete container.name;
    const context: Fields = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
    if (this.#dice.chance(0.2)) context.runAsNonRoot = true;
    if (this.#dice.chance(0.2)) context.seccompProfile = { type: 'Localhost', localhostProfile: 'p.json' };
    this.#maybe(context, 'allowPrivilegeEscalation', [true, null, false]);
    this.#maybe(context, 'privileged', [true, false, null]);
    this.#maybe(context, 'procMount', ['Default', 'Unmasked', '', null, 'default']);
    this.#maybe(context, 'capabilities', [null, {}, this.#capabilities(), this.#capabilities(), this.#capabilities()]);
    if (!this.#dice.chance(this.#rate)) container.securityContext = this.#settings(context);
    else if (this.#dice.chance(0.5)) container.securityContext = this.#dice.pick([null, {}]);
    this.#maybe(container, 'ports', [[], null, this.#ports(), this.#ports()]);
    for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'])
      this.#maybe(container, probe, [this.#handler(), this.#handler(), null]);
    this.#maybe(container, 'lifecycle', [
      null,
      {},
      { postStart: this.#handler() },
      { preStop: this.#handler() },
      { preStop: null },
    ]);
    return container;
  }

  /** What pods and containers may both set. */
  #settings(context: Fields): Json {
    this.#maybe(context, 'runAsNonRoot', [true, false, null]);
    this.#maybe(context, 'runAsUser', [0, 1, 1000, null, -1, 4_294_967_296]);
    this.#maybe(context, 'seccompProfile', [null, {}, ...profiles.map((type) => ({ type }))]);
    this.#maybe(context, 'appArmorProfile', [null, {}, ...profiles.map((type) => ({ type }))]);
    this.#maybe(context, 'windowsOptions', [
      null,
      {},
      { hostProcess: true },
      { hostProcess: false },
      { hostProcess: null },
    ]);
    this.#maybe(context, 'seLinuxOptions', [
      null,
      {},
      ...['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t', 'spc_t'].map((type) => ({
        type,
      })),
      { type: null, user: '', role: null },
      { user: 'u' },
      { role: 'r' },
      { level: 's0:c1,c2' },
    ]);
    return context;
  }

  #capabilities(): Json {
    const names = [
      'ALL',
      'NET_BIND_SERVICE',
      'NET_RAW',
      'CHOWN',
      'SYS_ADMIN',
      'AUDIT_WRITE',
      'CAP_CHOWN',
      'all',
      '',
      'KILL',
    ];
    const some = (): Json =>
      this.#dice.pick<Json>([
        null,
        [],
        ...names.map((name) => [name]),
        [this.#dice.pick(names), this.#dice.pick(names)],
        [null],
      ]);
    const capabilities: Fields = { drop: this.#dice.chance(0.7) ? ['ALL'] : some() };
    if (this.#dice.chance(0.6)) capabilities.add = some();
    return capabilities;
  }

  #ports(): Json {
    return Array.from({ length: this.#dice.pick([1, 2]) }, () =>
      this.#dice.pick<Json>([
        { containerPort: 80 },
        { containerPort: 80, hostPort: 0 },
        { containerPort: 80, hostPort: 80 },
        { hostPort: null },
        null,
      ]),
    );
  }

  #handler(): Json {
    return this.#dice.pick<Json>([
      { httpGet: { port: 80 } },
      { httpGet: { port: 80, host: '' } },
      { httpGet: { port: 80, host: '127.0.0.1' } },
      { tcpSocket: { port: 80, host: '::1' } },
      { tcpSocket: { port: 80, host: null } },
      { exec: { command: ['true'] }, httpGet: null },
      {},
    ]);
  }

  #sysctls(): Json {
    const names = [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.ip_local_reserved_ports',
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_rmem',
      'net.ipv4.tcp_wmem',
      'net.ipv4.tcp_slow_start_after_idle',
      'net.ipv4.tcp_notsent_lowat',
      'net/ipv4/tcp_rmem',
      'kernel.msgmax',
      '',
    ];
    return Array.from({ length: this.#dice.pick([1, 1, 2]) }, () =>
      this.#dice.chance(0.05) ? null : { name: this.#dice.pick(names), value: '1' },
    );
  }

  #volumes(): Json {
    const good = [
      'configMap',
      'csi',
      'downwardAPI',
      'emptyDir',
      'ephemeral',
      'image',
      'persistentVolumeClaim',
      'projected',
      'secret',
    ];
    return Array.from({ length: this.#dice.pick([1, 1, 2, 3]) }, (): Json => {
      const volume: Fields = { name: this.#dice.pick(['data', 'tmp', 'x', '']) };
      if (this.#dice.chance(this.#rate)) volume[this.#dice.pick(badVolumes)] = this.#dice.pick<Json>([{}, {}, null]);
      if (this.#dice.chance(this.#rate)) volume.hostPath = { path: '/' };
      if (!this.#dice.chance(this.#rate)) volume[this.#dice.pick(good)] = this.#dice.chance(0.1) ? null : {};
      return this.#dice.chance(this.#rate / 4) ? null : volume;
    });
  }

  #annotations(): Json {
    const annotations: Fields = { plain: 'x' };
    const names = ['web', 'log', 'init', '', 'nobody', 'a b'];
    const values: readonly Json[] = [
      'runtime/default',
      'docker/default',
      'localhost/x',
      'localhost/',
      'localhost',
      'unconfined',
      '',
      null,
    ];
    for (let count = this.#dice.pick([1, 2]); count > 0; count -= 1) {
      const name = this.#dice.pick(names);
      const value = this.#dice.chance(this.#rate * 4) ? this.#dice.pick(values) : 'runtime/default';
      annotations[
        this.#dice.pick([
          `container.apparmor.security.beta.kubernetes.io/${name}`,
          `container.seccomp.security.alpha.kubernetes.io/${name}`,
          'seccomp.security.alpha.kubernetes.io/pod',
          'seccomp.security.alpha.kubernetes.io/pods',
        ])
      ] = value;
    }
    return annotations;
  }

  /** Mutates a field now and then; more rarely into something the API server cannot decode. */
  #maybe(fields: Fields, field: string, values: readonly Json[]): void {
    if (this.#dice.chance(this.#rate)) fields[field] = this.#dice.pick(values);
    if (this.#dice.chance(this.#breaks)) {
      this.isBroken = true;
      fields[field] = this.#dice.pick<Json>([lookalikes[field] ?? 'broken', 1.5, [1], { a: 1 }]);
    }
  }
}

/** Words that look like what is wanted. */
const lookalikes: Readonly<Record<string, Json>> = {
  privileged: 'false',
  runAsNonRoot: 'true',
  allowPrivilegeEscalation: 'false',
  seccompProfile: 'RuntimeDefault',
  appArmorProfile: 'RuntimeDefault',
  capabilities: 'ALL',
  runAsUser: '1000',
};

const profiles = ['RuntimeDefault', 'Localhost', 'Unconfined', '', 'runtime/default', 'undefined'];

const badVolumes = (
  'gcePersistentDisk awsElasticBlockStore gitRepo nfs iscsi glusterfs rbd flexVolume cinder cephfs flocker fc ' +
  'azureFile vsphereVolume quobyte azureDisk photonPersistentDisk portworxVolume scaleIO storageos'
).split(' ');

/** A small seeded generator (mulberry32): the same pods for the same seed on every machine. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }

  shuffle<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, order: this.next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item);
  }
}
