/** The measures of a tree by which Go refuses it: how high it is, how long its program, how often a part repeats. */

import type { RegexNode } from './regex-tree.ts';

/** Each node is measured once, when its parent is, so that reading stays linear. */
export class RegexMeasure {
  private readonly heights = new Map<RegexNode, number>();
  private readonly sizes = new Map<RegexNode, number>();

  heightOf(node: RegexNode): number {
    const known = this.heights.get(node);
    if (known !== undefined) return known;
    const height = this.measureHeight(node);
    this.heights.set(node, height);
    return height;
  }

  private measureHeight(node: RegexNode): number {
    switch (node.kind) {
      case 'capture':
      case 'repeat':
        return 1 + this.heightOf(node.body);
      case 'sequence':
        return node.items.every((item) => item.kind === 'character') ? 1 : 1 + this.highest(node.items);
      case 'alternation':
        return 1 + this.highest(node.branches);
      default:
        return 1;
    }
  }

  private highest(nodes: readonly RegexNode[]): number {
    return nodes.reduce((height, node) => Math.max(height, this.heightOf(node)), 0);
  }

  /** The instructions of the program, every repetition written out. */
  sizeOf(node: RegexNode): number {
    const known = this.sizes.get(node);
    if (known !== undefined) return known;
    const size = Math.max(1, this.measureSize(node));
    this.sizes.set(node, size);
    return size;
  }

  private measureSize(node: RegexNode): number {
    switch (node.kind) {
      case 'capture':
        return 2 + this.sizeOf(node.body);
      case 'sequence':
        return this.total(node.items);
      case 'alternation':
        return this.total(node.branches) + node.branches.length - 1;
      case 'repeat': {
        const body = this.sizeOf(node.body);
        if (node.most === Infinity) return node.least === 0 ? 2 + body : 1 + node.least * body;
        return node.most * body + (node.most - node.least);
      }
      default:
        return 1;
    }
  }

  private total(nodes: readonly RegexNode[]): number {
    return nodes.reduce((sum, node) => sum + this.sizeOf(node), 0);
  }
}

/** Repetitions in repetitions must not make more than so many copies of what is innermost. */
export const exceedsRepeats = (node: RegexNode, bound: number): boolean => {
  switch (node.kind) {
    case 'capture':
      return exceedsRepeats(node.body, bound);
    case 'sequence':
      return node.items.some((item) => exceedsRepeats(item, bound));
    case 'alternation':
      return node.branches.some((branch) => exceedsRepeats(branch, bound));
    case 'repeat': {
      const copies = node.most === Infinity ? node.least : node.most;
      if (node.most === 0) return false;
      if (copies > bound) return true;
      return exceedsRepeats(node.body, copies > 0 ? Math.floor(bound / copies) : bound);
    }
    default:
      return false;
  }
};
