import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { fileLimits } from '#core/import/inspection.ts';
import { client } from '#renderer/lib/api.ts';

export interface Upload {
  readonly phase: 'idle' | 'sending' | 'checking';
  /** Bytes sent of all, 0 to 1. */
  readonly share: number;
  readonly fileName: string;
  readonly error: unknown;
  readonly send: (file: File) => void;
}

type State = Omit<Upload, 'send'>;
const idle: State = { phase: 'idle', share: 0, fileName: '', error: null };

/** Sends a chosen file to the workstation in pieces, has it checked, and opens its import. */
export function useUpload(): Upload {
  const navigate = useNavigate();
  const [state, setState] = useState<State>(idle);
  const send = async (file: File): Promise<void> => {
    const fileName = file.name.slice(0, 200);
    setState({ ...idle, phase: 'sending', fileName });
    try {
      const { importId } = await client.imports.begin({ fileName, fileBytes: file.size });
      await sendPieces(file, importId, (share) => setState({ ...idle, phase: 'sending', fileName, share }));
      setState({ ...idle, phase: 'checking', fileName, share: 1 });
      await client.imports.inspect({ importId, wish: {} });
      setState(idle);
      await navigate({ to: '/import', search: { run: importId } });
    } catch (error) {
      setState({ ...idle, fileName, error });
    }
  };
  return { ...state, send: (file) => void send(file) };
}

async function sendPieces(file: File, importId: string, onShare: (share: number) => void): Promise<void> {
  for (let offset = 0; offset < file.size; offset += fileLimits.chunkBytes) {
    const bytes = file.slice(offset, offset + fileLimits.chunkBytes);
    await client.imports.append({ importId, offset, bytes });
    onShare((offset + bytes.size) / file.size);
  }
}
