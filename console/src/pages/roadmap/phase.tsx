/** One phase of the roadmap: its actions, each with what is open, by what evidence, and how to settle it. */

import type { ActionAnswer, ActionState, AnsweredItem, PhaseAnswer } from '../../../../src/posture/roadmap-answer.ts';
import { CopyLine } from '../../parts/copy-line.tsx';

export interface PhaseProps {
  readonly phase: PhaseAnswer;
  readonly open: boolean;
  readonly isCurrent: boolean;
  readonly action: string | null;
}

export const stateWords: Readonly<Record<ActionState, string>> = {
  done: 'done',
  partly: 'partly done',
  'not-begun': 'not begun',
  'cannot-tell': 'cannot be told',
  accepted: 'accepted',
};

export const Phase = ({ phase, open, isCurrent, action }: PhaseProps) => {
  const { weeks, title, state, why, daysLeft, actions } = phase;
  const late = daysLeft !== null && daysLeft < 0 && state !== 'done' && state !== 'accepted';
  return (
    <details className={`phase band ${state}`} open={open}>
      <summary>
        <span className="week-number">{weeks.first === weeks.last ? weeks.first : `${weeks.first}–${weeks.last}`}</span>
        <span className="phase-title">{title}</span>
        <span className={`chip ${state}`}>{stateWords[state]}</span>
        {isCurrent ? <span className="chip">now</span> : null}
        {late ? <span className="chip late">{-daysLeft} days late</span> : null}
      </summary>
      <p className="soft">{why}</p>
      {actions.map((each) => (
        <Action key={each.id} action={each} open={each.id === action || (isCurrent && each.state !== 'done')} />
      ))}
    </details>
  );
};

const Action = ({ action, open }: { readonly action: ActionAnswer; readonly open: boolean }) => {
  const { title, state, met, of, proof, why, items, doubts, caveat, settle, commands, buys, files, owner, sources } =
    action;
  const left = items.filter((item) => item.state !== 'met');
  const done = items.filter((item) => item.state === 'met');
  return (
    <details className="action" open={open}>
      <summary>
        <span className={`mark ${state} ${proof ?? ''}`} aria-hidden="true" />
        <strong>{title}</strong>
        <span className="soft">
          {stateWords[state]}
          {of === 0 ? '' : `, ${met} of ${of}`}
          {proof === null ? '' : proof === 'enforced' ? ', proved' : ', declared'}
          {owner === null ? '' : ` · ${owner}`}
        </span>
        {buys.gain > 0 ? <span className="gain">buys {buys.gain}</span> : null}
      </summary>
      <p>{why}</p>
      <ul className="items">
        {left.slice(0, mostItems).map((item) => (
          <Item key={`${item.what} ${item.why}`} item={item} />
        ))}
      </ul>
      {left.length > mostItems ? <p className="soft">and {left.length - mostItems} more</p> : null}
      {done.length === 0 ? null : (
        <details>
          <summary className="soft">{met} met</summary>
          <ul className="items">
            {done.slice(0, mostItems).map((item) => (
              <Item key={`${item.what} ${item.why}`} item={item} />
            ))}
          </ul>
        </details>
      )}
      {[...doubts, ...(caveat === null ? [] : [caveat])].map((text) => (
        <p key={text} className="soft">
          Note: {text}
        </p>
      ))}
      {settle === null ? null : (
        <p>
          Settles it: <CopyLine text={settle} />
        </p>
      )}
      {state === 'done'
        ? null
        : commands.map(({ line, why: reason }) => (
            <p key={line} className="soft">
              <CopyLine text={line} /> {reason}
            </p>
          ))}
      {files.length === 0 ? null : <p className="soft">Files: {files.join(', ')}</p>}
      {sources.length === 0 ? null : (
        <p className="soft small">
          Read from {sources.slice(0, 8).join(', ')}
          {sources.length > 8 ? ' …' : ''}
        </p>
      )}
    </details>
  );
};

const mostItems = 40;

const Item = ({ item }: { readonly item: AnsweredItem }) => {
  const state =
    item.state === 'met'
      ? 'done'
      : item.accepted !== null
        ? 'accepted'
        : item.state === 'unknown'
          ? 'cannot-tell'
          : 'not-begun';
  return (
    <li>
      <span className={`mark ${state} ${item.proof ?? ''}`} aria-hidden="true" />
      <span>
        <span className="hidden">{stateWords[state]}: </span>
        <b>{item.what}</b> {item.why}
        {item.accepted === null
          ? null
          : ` (accepted until ${item.accepted.until ?? 'for ever'}: ${item.accepted.reason})`}
        {item.source === '' ? null : <code className="soft"> {item.source}</code>}
      </span>
    </li>
  );
};
