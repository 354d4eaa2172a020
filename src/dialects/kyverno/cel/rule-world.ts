/** What a policy's expressions may ask of the host, while one subject is judged. */

import type { JsonObject } from '../../../model/json.ts';
import type { Answer, Facts, Request } from '../../../model/request.ts';
import type { KyvernoWorld } from './kyverno-world.ts';

/** One for each rule: it is set to a subject's facts before it is judged, so that values made of it can be kept. */
export class RuleWorld implements KyvernoWorld {
  readonly namespace: string;
  readonly unverified: 'error' | 'skip';
  #facts: Facts | null = null;
  #generated: JsonObject[] = [];
  #matchesImage: (image: string) => boolean = () => true;

  constructor(namespace: string, unverified: 'error' | 'skip') {
    this.namespace = namespace;
    this.unverified = unverified;
  }

  /** Which images the policy is about; all of them until somebody says. */
  setImages(matchesImage: (image: string) => boolean): void {
    this.#matchesImage = matchesImage;
  }

  matchesImage(image: string): boolean {
    return this.#matchesImage(image);
  }

  begin(facts: Facts): void {
    this.#facts = facts;
    if (this.#generated.length > 0) this.#generated = [];
  }

  end(): void {
    this.#facts = null;
  }

  answer(request: Request): Answer | undefined {
    return this.#facts?.answer(request);
  }

  generate(object: JsonObject): void {
    this.#generated.push(object);
  }

  /** In the order they were made. */
  get generated(): readonly JsonObject[] {
    return this.#generated;
  }
}
