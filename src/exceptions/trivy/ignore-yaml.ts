/** `.trivyignore.yaml`: lists of entries with id, paths, statement and an end, for each of Trivy's scanners. */

import { isJsonObject } from '../../model/json.ts';
import { listAt, readDocuments, textAt, textsAt } from '../documents.ts';
import { joinExceptions, type ReadExceptions, toExceptions, toWrong } from '../to-exceptions.ts';
import { toLastDay } from './last-day.ts';

const scanners = ['misconfigurations', 'vulnerabilities', 'secrets', 'licenses'] as const;

export const parseIgnoreYaml = (text: string, file: string): ReadExceptions => {
  const { documents, problems } = readDocuments(text, file);
  const found = documents.flatMap(({ value, spanOf }) => {
    if (!isJsonObject(value))
      return [toWrong('the file must hold lists under misconfigurations: or vulnerabilities:', spanOf())];
    return scanners.flatMap((scanner) =>
      listAt(value, scanner).map((item, index): ReadExceptions => {
        const span = spanOf(scanner, index);
        const check = isJsonObject(item) ? textAt(item, 'id') : null;
        if (!isJsonObject(item) || check === null) return toWrong(`an entry of ${scanner} has no id`, span);
        const end = textAt(item, 'expired_at');
        const expires = end === null ? null : toLastDay(end);
        if (expires === undefined)
          return toWrong(`${check}: expired_at ${end ?? ''} is no day; write it as 2027-03-31`, span);
        const narrowing = [...textsAt(item, 'paths'), ...textsAt(item, 'purls')];
        const limit =
          narrowing.length === 0
            ? null
            : `it is for ${narrowing.join(', ')} alone, which a kind, a namespace and a name must say`;
        return toExceptions({ tool: 'trivy', check, reason: textAt(item, 'statement'), expires, span, limit });
      }),
    );
  });
  return joinExceptions([{ exceptions: [], problems }, ...found]);
};
