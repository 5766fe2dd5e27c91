import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { ConnectionLost } from '#renderer/app/ConnectionLost.tsx';
import { readableInks } from '#renderer/app/contrast.ts';
import { SessionGate } from '#renderer/app/session/SessionGate.tsx';
import { theme } from '#renderer/app/theme.ts';
import { queryClient } from '#renderer/lib/api.ts';

/** The whole screen: providers, then whatever the session's state asks for. */
export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={readableInks} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <ModalsProvider>
          <Notifications position="bottom-right" autoClose={5000} />
          <ConnectionLost />
          <SessionGate />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
