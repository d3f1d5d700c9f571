import { createClient, type Interceptor } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { SleepMonitor } from '../../generated/streaming/v1/monitor_pb.js';
import { session } from './session.js';

const shown: Interceptor = (next) => (request) => {
  if (session.token) request.header.set('authorization', `Bearer ${session.token}`);
  return next(request);
};

/** The service that served this page, over grpc-web; under the page's own path, where a proxy put it under one. */
export const monitor = createClient(SleepMonitor, createGrpcWebTransport({ baseUrl: new URL('.', location.href).href, interceptors: [shown] }));
