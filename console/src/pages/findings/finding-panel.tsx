/** Everything about one finding: what, why, where, the patch that mends it, and how to live with it on purpose. */

import { useState } from 'react';
import type { FindingDetail } from '../../../../src/hosts/console/api/findings.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { CopyLine } from '../../parts/copy-line.tsx';
import { Severity } from '../../parts/severity.tsx';
import { showTime } from '../../parts/show-time.ts';
import { StateOf } from '../../parts/state-of.tsx';
import { Link } from '../../router/link.tsx';
import { changeQuery, toHref, useRoute } from '../../router/route.ts';
import { ExceptionForm } from './exception-form.tsx';

export const FindingPanel = ({ estate, id }: { readonly estate: string; readonly id: string }) => {
  const answer = useAnswer<FindingDetail>(`estates/${estate}/findings/${encodeURIComponent(id)}`);
  const route = useRoute();
  return (
    <aside className="panel" aria-label="Finding">
      <Link to={changeQuery(route, { finding: null })} className="close">
        close
      </Link>
      <StateOf answer={answer}>{(detail) => <Detail detail={detail} estate={estate} />}</StateOf>
    </aside>
  );
};

const Detail = ({ detail, estate }: { readonly detail: FindingDetail; readonly estate: string }) => {
  const { finding, rule, title, place, patch, command, firstSeen, lastSeen, resolved, accepted, fix } = detail;
  const [isDrafting, setDrafting] = useState(false);
  const { subject, owner } = finding;
  const top = owner ?? subject;
  return (
    <>
      <h3>{finding.message}</h3>
      <p>
        <Severity word={finding.severity} /> <span className="soft">{title}</span>
      </p>
      <dl>
        <dt>Object</dt>
        <dd>
          <Link to={toHref(estate, 'workloads', { workload: `${top.kind}/${top.namespace || 'default'}/${top.name}` })}>
            {subject.kind} {subject.namespace ? `${subject.namespace}/` : ''}
            {subject.name}
          </Link>
        </dd>
        {place === null ? null : (
          <>
            <dt>Where</dt>
            <dd>
              <code>
                {place.file}
                {place.line === null ? '' : `:${place.line}`}
              </code>
            </dd>
          </>
        )}
        {finding.path === '' ? null : (
          <>
            <dt>Field</dt>
            <dd>
              <code>{finding.path}</code>
            </dd>
          </>
        )}
        <dt>Rule</dt>
        <dd>
          <Link to={toHref(estate, 'findings', { rule: finding.rule, view: 'list' })}>{finding.rule}</Link>
        </dd>
        <dt>Seen</dt>
        <dd>
          since {showTime(firstSeen)}
          {resolved === null ? `, last ${showTime(lastSeen)}` : `, resolved ${showTime(resolved)}`}
        </dd>
        {accepted === null ? null : (
          <>
            <dt>Accepted</dt>
            <dd>{accepted.reason}</dd>
          </>
        )}
      </dl>
      {finding.evidence.map(({ text }) => (
        <p key={text} className="soft">
          {text}
        </p>
      ))}
      {rule === null ? null : (
        <>
          <p>{rule.why}</p>
          <p className="soft">Fine to fail: {rule.fine}</p>
        </>
      )}
      {fix === null ? null : <p>To do: {fix.title.replaceAll('`', '')}.</p>}
      {patch === null ? null : <pre tabIndex={0}>{patch}</pre>}
      <p>
        <CopyLine text={command} />
      </p>
      {accepted === null && finding.status === 'fail' ? (
        isDrafting ? (
          <ExceptionForm estate={estate} finding={finding.id} />
        ) : (
          <button type="button" onClick={() => setDrafting(true)}>
            Live with it …
          </button>
        )
      ) : null}
    </>
  );
};
