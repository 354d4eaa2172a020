/** The network as a drawing: who calls stands left of who is called, workloads of a namespace in one frame. */

import { useMemo } from 'react';
import type { ShownEdge, ShownNetwork, ShownNode } from '../pages/network/shown-network.ts';
import { tellEdge } from '../pages/network/tell-edge.ts';
import { mostLines, mostNodes } from '../pages/network/decide-folding.ts';
import { GraphNode } from './graph-node.tsx';
import { layOutNetwork } from './lay-out-network.ts';
import { TooMuch } from './too-much.tsx';
import './network-graph.css';

export interface NetworkGraphProps {
  readonly network: ShownNetwork;
  readonly chosen: ShownEdge | undefined;
  readonly node: ShownNode | undefined;
  readonly pick: (edge: ShownEdge) => void;
}

export const NetworkGraph = (props: NetworkGraphProps) => {
  const { nodes, edges } = props.network;
  return nodes.length > mostNodes * 2 || edges.length > mostLines * 2 ? (
    <TooMuch network={props.network} />
  ) : (
    <Drawing {...props} />
  );
};

/** Smaller than this nothing can be read; beyond it the drawing scrolls. */
const least = 0.85;

const Drawing = ({ network, chosen, node, pick }: NetworkGraphProps) => {
  const { nodes, edges } = network;
  const { boxes, frames, paths, tips, width, height } = useMemo(
    () =>
      layOutNetwork(
        nodes.map(({ id, kind, namespace }) => ({ id, frame: kind === 'workload' ? namespace : null })),
        edges,
      ),
    [nodes, edges],
  );
  const isNear = (edge: ShownEdge): boolean => node === undefined || edge.from === node.id || edge.to === node.id;
  return (
    <div
      className="graph-wrap"
      tabIndex={0}
      role="region"
      aria-label="Drawing of connections; the matrix and the list say the same in words"
    >
      <svg viewBox={`0 0 ${width} ${height}`} style={{ width, minWidth: width * least }}>
        {frames.map(({ title, x, y, width: across, height: down }) => (
          <rect key={title} className="frame" x={x} y={y} width={across} height={down} rx="6" />
        ))}
        {edges.map((edge, index) => (
          <g
            key={JSON.stringify([edge.from, edge.to])}
            className={`line ${edge.because} needed-${edge.needed}${edge === chosen ? ' chosen' : ''}${isNear(edge) ? '' : ' far'}`}
            onClick={() => pick(edge)}
          >
            <title>{tellEdge(edge)}</title>
            <path d={paths[index]} className="touch" />
            <path d={paths[index]} />
            <path d={tips[index]} className="tip" />
          </g>
        ))}
        {frames.map(({ title, x, y, width: across }) => (
          <foreignObject key={title} x={x + 6} y={y + 2} width={Math.max(0, across - 12)} height="16">
            <div className="frame-title">
              <span>{title}</span>
            </div>
          </foreignObject>
        ))}
        {nodes.map((each, index) => {
          const box = boxes[index];
          return box === undefined ? null : <GraphNode key={each.id} node={each} box={box} isChosen={each === node} />;
        })}
      </svg>
    </div>
  );
};
