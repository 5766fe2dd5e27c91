/** What travels, as docs/protocol.md describes it; nothing here comes from the product's own code. */
export interface Row {
  readonly entity: string;
  readonly id: string;
  readonly scope: string;
  readonly seq: number;
  readonly data: Record<string, unknown> | null;
}

export interface Mutation {
  readonly mid: string;
  readonly group: string;
  readonly command: string;
  readonly entity: string;
  readonly id: string;
  readonly op: 'create' | 'patch' | 'delete';
  readonly patch: Record<string, unknown>;
  readonly base: number;
  readonly hlc: string;
  readonly schema: number;
}

export interface Result {
  readonly mid: string;
  readonly status: 'applied' | 'merged' | 'duplicate' | 'held' | 'rejected';
  readonly code: string | null;
  readonly detail: string | null;
  readonly row: Row | null;
}

export interface Page {
  readonly epoch: string;
  readonly from: string;
  readonly cursor: string;
  readonly seq: number;
  readonly rows: Row[];
  readonly access: { readonly seq: number; readonly scope: string; readonly kind: 'gained' | 'lost' }[];
  readonly more: boolean;
  readonly now: number;
}

export interface FirstPage {
  readonly epoch: string;
  readonly from: string | null;
  readonly total: number;
  readonly rows: Row[];
  readonly next: string | null;
  readonly cursor: string;
  readonly seq: number;
}

/** The body of a refusal. */
export interface Refused {
  readonly defined: boolean;
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly data?: Record<string, unknown>;
}

/** An answer: its status, headers and JSON. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export const protocol = 2;
const timeoutMs = 30_000;

/** Sends one request to a centre and reads its JSON, whatever the status. */
export async function send<Body = Refused>(url: string, call: Call): Promise<Answer<Body>> {
  const { method = call.body === undefined ? 'GET' : 'POST', path, token, body, headers } = call;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      'x-zhike-protocol': String(protocol),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parse(text) as Body };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { code: `no JSON: ${text.slice(0, 80)}` };
  }
}

/** Writes a path with its query. */
export function query(path: string, values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return `${path}?${new URLSearchParams(given).toString()}`;
}
