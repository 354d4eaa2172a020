/** A process of its own for tests of faults: records looks, holds the file, or stops in the midst. `node recording-process.ts FILE WHAT ESTATE LOOKS`. */

import { DatabaseSync } from 'node:sqlite';
import { makeFinding, makeLook } from '../../src/stores/made-up-looks.ts';
import { openStore } from '../../src/stores/registry.ts';
import { StoreError } from '../../src/stores/store.ts';

const [file = '', what = '', estate = 'one', looks = '1'] = process.argv.slice(2);

const tell = (text: string): void => void process.stdout.write(`${text}\n`);

/** Forever, without giving anybody a turn: whoever started this ends it. */
const stop = (): never => {
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};

const options = { now: () => new Date().toISOString(), keepDays: 400, patience: 20_000 };

/** Look number n holds the findings n to n + 500, so that every look changes something. */
function* findings(from: number) {
  for (let number = from; number < from + 500; number++) yield makeFinding(`f${number}`);
}

const recordLook = (number: number): void => {
  const at = new Date(Date.parse('2026-11-20T00:00:00Z') + number * 60_000).toISOString();
  const store = openStore(file, options);
  store.looks.record(
    makeLook(at, findings(number), { estate: { id: estate, title: estate, kind: 'cluster' }, views: { number } }),
  );
  store.close();
};

try {
  switch (what) {
    case 'hold': {
      const database = new DatabaseSync(file);
      database.exec('begin immediate');
      tell('held');
      stop();
      break;
    }
    case 'stop-midway': {
      const store = openStore(file, options);
      const midway = function* () {
        yield* findings(1000);
        process.stdout.write('midway\n');
        stop();
      };
      store.looks.record(makeLook('2026-12-01', midway(), { estate: { id: estate, title: estate, kind: 'cluster' } }));
      break;
    }
    case 'fill': {
      // Until there is no room: then the reason, and what is still there.
      const store = openStore(file, { ...options, patience: 100 });
      let recorded = 0;
      try {
        for (let number = 0; ; number += 500) {
          const at = new Date(Date.parse('2026-11-20T00:00:00Z') + number * 60_000).toISOString();
          store.looks.record(
            makeLook(at, findings(number), { estate: { id: estate, title: estate, kind: 'cluster' } }),
          );
          recorded += 1;
        }
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        const { length } = store.history.days(estate, 4000);
        tell(
          JSON.stringify({
            kind: error.kind,
            message: error.message,
            recorded,
            days: length,
            last: store.looks.estates()[0]?.last?.at,
          }),
        );
      }
      break;
    }
    case 'record':
      for (let number = 0; number < Number(looks); number++) recordLook(number);
      tell('recorded');
      break;
    case 'record-on': {
      const store = openStore(file, options);
      const last = store.looks.estates().find(({ id }) => id === estate)?.last?.at;
      store.close();
      const first = last === undefined ? 0 : (Date.parse(last) - Date.parse('2026-11-20T00:00:00Z')) / 60_000 + 1;
      tell('recording');
      for (let number = first; ; number++) recordLook(number);
    }
    default:
      openStore(file, { ...options, patience: 100 }).close();
      tell('opened');
  }
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  tell(`${error.kind}: ${error.message}`);
}
