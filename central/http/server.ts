import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { ORPCError, onError } from '@orpc/server';
import Fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import { isAdmin } from '#central/http/admin-token.ts';
import { calendarRoute, serveCalendars } from '#central/http/calendar.ts';
import { compressAnswers } from '#central/http/compression.ts';
import type { RequestContext, Service } from '#central/http/context.ts';
import { bodyLimitBytes, callerKey, type Limits } from '#central/http/limits.ts';
import type { Metrics } from '#central/http/metrics.ts';
import { openApiDocument } from '#central/http/openapi.ts';
import { centralRouter } from '#central/http/router.ts';
import { hearOutTooLong } from '#central/http/too-long.ts';

/** Every answer is data, never a page: nothing of it may be loaded or framed, and headers that only pages need stay out. */
const answerHeaders = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  referrerPolicy: false,
  // Devices are told their address with its scheme; a name that browsers visit gets this from what ends TLS before it.
  strictTransportSecurity: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} as const;

const untoldLimits = {
  'x-ratelimit-limit': false,
  'x-ratelimit-remaining': false,
  'x-ratelimit-reset': false,
};

/** What the HTTP face works with beyond what its procedures do. */
export interface HttpService extends Service {
  readonly newId: () => string;
  /** Throws when the store does not answer. */
  readonly ping: () => Promise<void>;
  readonly metrics: Metrics;
}

export interface ServerOptions {
  readonly service: HttpService;
  readonly limits: Limits;
  readonly logger: Logger;
}

/** Builds the HTTP face of the centre; the caller makes it listen and closes it. */
export async function buildServer({ service, limits, logger }: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger as never,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    requestIdHeader: 'x-request-id',
    genReqId: service.newId,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // Java and curl offer h2c with every request: only sockets leave plain HTTP.
    http: { shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket' },
  }) as unknown as FastifyInstance;
  await app.register(helmet, answerHeaders);
  await app.register(rateLimit, {
    max: limits.perMinute,
    timeWindow: '1 minute',
    keyGenerator: callerKey,
    // How much is left is news for nobody: who has none left is told when to come again.
    addHeaders: untoldLimits,
    addHeadersOnExceeding: untoldLimits,
  });
  observe(app, service);
  hearOutTooLong(app);
  compressAnswers(app);
  serveContract(app, { service, limits });
  serveCalendars(app, service.centre);
  serveOperations(app, service);
  return app;
}

function observe(app: FastifyInstance, { metrics }: HttpService): void {
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const isCalendar = request.routeOptions.url === calendarRoute || request.url.startsWith('/calendar');
    const path = isCalendar ? calendarRoute : request.url.split('?')[0]?.replace(/[0-9a-f-]{36}/g, ':id');
    const route = `${request.method} ${path}`;
    const known = reply.statusCode === 404 ? 'unknown' : route;
    metrics.requests.observe({ route: known, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    request.log.info({ route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
  });
}

function serveContract(app: FastifyInstance, { service, limits }: Omit<ServerOptions, 'logger'>): void {
  const handler = new OpenAPIHandler<RequestContext>(centralRouter, {
    interceptors: [onError((error, { context }) => report(error, context))],
  });
  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { matched } = await handler.handle(request, reply, { context: contextOf(request, service) });
    if (!matched) reply.callNotFound();
  };
  app.all('/v1/*', handle);
  app.all('/admin/*', handle);
  app.post(
    '/v1/enrol',
    {
      config: {
        rateLimit: { max: limits.enrolPerMinute, keyGenerator: ({ ip }: FastifyRequest) => `enrol ${ip}` },
      },
    },
    handle,
  );
}

function contextOf(request: FastifyRequest, service: Service): RequestContext {
  const protocol = request.headers['x-zhike-protocol'];
  return {
    service,
    authorization: request.headers.authorization,
    protocol: typeof protocol === 'string' ? protocol : undefined,
    log: request.log as unknown as RequestContext['log'],
  };
}

/** Expected failures are answers; anything else is logged by its kind and place, without values. */
function report(error: unknown, { log }: RequestContext): void {
  if (error instanceof ORPCError) return;
  const { name, code, stack } = error as Error & { code?: string };
  log.error({ name, code, at: stack?.split('\n').slice(1, 6) }, 'request failed');
}

function serveOperations(app: FastifyInstance, service: HttpService): void {
  let document: Promise<unknown> | undefined;
  app.get('/openapi.json', () => (document ??= openApiDocument()));
  app.get('/health', { config: { rateLimit: false } }, async (_request, reply) => {
    const isReady = await service.ping().then(
      () => true,
      () => false,
    );
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'database unreachable' });
  });
  app.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    if (!mayMeasure(request, service))
      return reply.status(401).send({ message: 'Administration token wanted.' });
    return reply.type(service.metrics.registry.contentType).send(await service.metrics.registry.metrics());
  });
}

/** A proxy on this machine forwards strangers from the loopback address, so a forwarded request needs the token. */
function mayMeasure({ ip, headers }: FastifyRequest, { adminTokenHash }: Service): boolean {
  const isLocal = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(ip) && !headers['x-forwarded-for'];
  return isLocal || isAdmin(headers.authorization, adminTokenHash);
}
