/** Why an overlay could not be merged into an object, in the reference's words. Thrown inside, a value outside. */

import { describeNode, type Node } from './node.ts';

export class MergeFault {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

export const wrongKind = (expected: 'MappingNode' | 'SequenceNode' | 'ScalarNode', node: Node): MergeFault =>
  new MergeFault(`wrong node kind: expected ${expected} but got ${describeNode(node)}`);
