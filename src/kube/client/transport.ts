/** The client's port to the network. It can only read: there is no way to name any method but GET. */

export interface Transport {
  /** Answers with any status; rejects with a ClientError where there is no answer. */
  get(path: string, options: GetOptions): Promise<HttpAnswer>;
  close(): void;
}

export interface GetOptions {
  readonly accept: string;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Uncompressed. Must be read to its end or returned from early: that frees the connection. */
  readonly body: AsyncIterable<Uint8Array>;
}
