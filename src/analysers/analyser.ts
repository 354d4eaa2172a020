/** The contract of the analysers: questions about a whole snapshot, answered with conclusions about its resources. */

import type { Resource } from '../model/resource.ts';
import type { Conclusion, RuleMetadata } from '../model/rule.ts';
import type { Snapshot } from '../model/snapshot.ts';

export interface Analyser {
  /** Its folder's name. */
  readonly id: string;
  /** Everything it can conclude, in the order reports list it. A snapshot rule is counted apart from object policies. */
  readonly rules: readonly RuleMetadata[];
  /**
   * What of a resource the snapshot must keep for it: the object, a smaller one, or `null` for nothing. Memory of a
   * scan is what its analysers keep, so of Pods no more than labels, owner and what is asked of them.
   */
  keep(resource: Resource): Resource | null;
  /** Pure. `rule` is one of `rules`; a rule that passed concludes too, so that "judged and good" can be told from "not judged". */
  analyse(snapshot: Snapshot): readonly AnalyserConclusion[];
}

export interface AnalyserConclusion {
  readonly rule: RuleMetadata;
  readonly about: Resource;
  readonly conclusion: Conclusion;
}
