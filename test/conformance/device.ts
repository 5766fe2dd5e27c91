import { claim, same } from '#test/conformance/claim.ts';
import {
  query,
  send,
  type Answer,
  type Call,
  type FirstPage,
  type Mutation,
  type Page,
  type Refused,
  type Result,
  type Row,
} from '#test/conformance/wire.ts';

export interface Identity {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly deviceToken: string;
  readonly managerId: string;
}

/** A second client: keeps a copy of the rows its manager may see, by the document alone. */
export class Device {
  readonly url: string;
  readonly identity: Identity;
  /** Living rows by kind and id. */
  readonly rows = new Map<string, Row>();
  cursor = '';

  constructor(url: string, identity: Identity) {
    this.url = url;
    this.identity = identity;
  }

  get managerId(): string {
    return this.identity.managerId;
  }

  /** Calls as this device and answers whatever comes. */
  call<Body = Refused>(call: Call): Promise<Answer<Body>> {
    return send<Body>(this.url, { token: this.identity.deviceToken, ...call });
  }

  /** Calls as this device; any other status than 200 breaks the check. */
  async fine<Body>(call: Call): Promise<Body> {
    const { status, body } = await this.call<Body>(call);
    claim(status === 200, `${call.path.split('?')[0]} answered ${status} ${JSON.stringify(body)}`);
    return body;
  }

  bootstrapPage(after?: string, limit = 2000): Promise<FirstPage> {
    return this.fine({ path: query('/v1/sync/bootstrap', { after, limit }) });
  }

  /** First sync from nothing; returns its pages. */
  async bootstrap(limit = 2000): Promise<FirstPage[]> {
    this.rows.clear();
    const pages: FirstPage[] = [];
    for (let after: string | undefined; ;) {
      const page = await this.bootstrapPage(after, limit);
      pages.push(page);
      page.rows.forEach((row) => this.take(row));
      this.cursor = page.cursor;
      if (page.next === null) return pages;
      after = page.next;
    }
  }

  pullPage(cursor = this.cursor, limit = 2000): Promise<Page> {
    return this.fine({ path: query('/v1/sync/pull', { cursor, limit }) });
  }

  /** Pulls until nothing more comes; returns its pages. */
  async pull(limit = 2000): Promise<Page[]> {
    const pages: Page[] = [];
    for (;;) {
      const page = await this.pullPage(this.cursor, limit);
      same(page.from, this.cursor, 'a page names the cursor it starts from');
      pages.push(page);
      const lost = new Set(page.access.filter(({ kind }) => kind === 'lost').map(({ scope }) => scope));
      for (const [key, row] of this.rows) if (lost.has(row.scope)) this.rows.delete(key);
      page.rows.forEach((row) => this.take(row));
      this.cursor = page.cursor;
      if (!page.more) return pages;
    }
  }

  async push(...mutations: Mutation[]): Promise<Result[]> {
    const { results } = await this.fine<{ results: Result[] }>({
      path: '/v1/sync/push',
      body: { mutations, clock: Date.now() },
    });
    const mids = (list: readonly { mid: string }[]): string[] => list.map(({ mid }) => mid);
    same(mids(results), mids(mutations), 'results come in the order of the mutations');
    return results;
  }

  async pushOne(mutation: Mutation): Promise<Result> {
    const [result] = await this.push(mutation);
    claim(result !== undefined, 'a push of one has one result');
    return result;
  }

  /** Pushes one mutation that must be taken, and returns the row as it stands. */
  async done(mutation: Mutation): Promise<Row> {
    const { status, code, detail, row } = await this.pushOne(mutation);
    claim(
      row !== null && ['applied', 'merged'].includes(status),
      `${mutation.op} of ${mutation.entity} was answered ${status} ${code ?? ''} ${detail ?? ''}`,
    );
    return row;
  }

  row(entity: string, id: string): Row | undefined {
    return this.rows.get(`${entity} ${id}`);
  }

  ofKind(entity: string): Row[] {
    return [...this.rows.values()].filter((row) => row.entity === entity);
  }

  private take(row: Row): void {
    const key = `${row.entity} ${row.id}`;
    const held = this.rows.get(key);
    if (held && held.seq > row.seq) return;
    if (row.data === null) this.rows.delete(key);
    else this.rows.set(key, row);
  }
}
