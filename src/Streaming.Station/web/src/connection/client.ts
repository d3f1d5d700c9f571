import { createClient, type Interceptor } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { SleepMonitor } from '../../generated/streaming/v1/monitor_pb.js';
import { session } from './session.js';

const shown: Interceptor = (next) => (request) => {
  if (session.token) request.header.set('authorization', `Bearer ${session.token}`);
  return next(request);
};

const client = (fetch?: typeof globalThis.fetch) =>
  createClient(SleepMonitor, createGrpcWebTransport({ baseUrl: new URL('.', location.href).href, interceptors: [shown], fetch }));

/** The service that served this page, over grpc-web; under the page's own path, where a proxy put it under one. */
export const monitor = client();

/** The same, telling of every piece that comes: on a slow line a message is long under way. */
export const monitorTelling = (heard: () => void) => client(async (input, init) => {
  const response = await fetch(input, init);
  const told = new TransformStream<Uint8Array, Uint8Array>({ transform: (piece, out) => { heard(); out.enqueue(piece); } });
  return response.body ? new Response(response.body.pipeThrough(told), response) : response;
});
