import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  useParams,
} from '@tanstack/react-router';
import { Frame } from '#renderer/app/Frame.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { NotFound } from '#renderer/components/NotFound.tsx';
import { SettingsPage } from '#renderer/app/SettingsPage.tsx';
import { CallDeskPage } from '#renderer/features/calls/CallDeskPage.tsx';
import { ClientPage } from '#renderer/features/clients/ClientPage.tsx';
import { ClientsPage } from '#renderer/features/clients/ClientsPage.tsx';
import { CompliancePage } from '#renderer/features/compliance/CompliancePage.tsx';
import { CheckInPage } from '#renderer/features/events/CheckInPage.tsx';
import { EventPage } from '#renderer/features/events/EventPage.tsx';
import { EventsPage } from '#renderer/features/events/EventsPage.tsx';
import { ImportPage } from '#renderer/features/imports/ImportPage.tsx';
import { ProductsPage } from '#renderer/features/products/ProductsPage.tsx';
import { RiskTestPage } from '#renderer/features/risk/RiskTestPage.tsx';
import { SyncPage } from '#renderer/features/sync/SyncPage.tsx';
import { TodayPage } from '#renderer/features/today/TodayPage.tsx';
import { VenuePage } from '#renderer/features/venue/VenuePage.tsx';

type Search = Readonly<Record<string, unknown>>;
const anySearch = (search: Record<string, unknown>): Search => search;

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: ErrorState });
const framed = createRoute({ getParentRoute: () => root, id: 'framed', component: Frame });

const page = <Path extends string>(path: Path, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => framed, path, component, validateSearch: anySearch });

const checkIn = createRoute({
  getParentRoute: () => root,
  path: '/events/$eventId/check-in',
  component: () => <CheckInPage eventId={useId('eventId')} />,
});

const tree = root.addChildren([
  framed.addChildren([
    page('/', TodayPage),
    page('/calls', CallDeskPage),
    page('/clients', ClientsPage),
    page('/clients/$clientId', () => <ClientPage clientId={useId('clientId')} />),
    page('/clients/$clientId/risk-test', () => <RiskTestPage clientId={useId('clientId')} />),
    page('/products', ProductsPage),
    page('/events', EventsPage),
    page('/events/$eventId', () => <EventPage eventId={useId('eventId')} />),
    page('/events/$eventId/venue', () => <VenuePage eventId={useId('eventId')} />),
    page('/compliance', CompliancePage),
    page('/import', ImportPage),
    page('/sync', SyncPage),
    page('/settings', SettingsPage),
  ]),
  checkIn,
]);

function useId(name: 'clientId' | 'eventId'): string {
  const params: Partial<Record<string, string>> = useParams({ strict: false });
  return params[name] ?? '';
}

/** Addresses live behind `#`, so that both shells and every restart understand them. */
export const router = createRouter({
  routeTree: tree,
  history: createHashHistory(),
  defaultErrorComponent: ErrorState,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
