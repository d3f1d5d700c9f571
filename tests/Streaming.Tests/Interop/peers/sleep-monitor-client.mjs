// Genuine gRPC clients call every method of streaming.v1.SleepMonitor.
// node sleep-monitor-client.mjs grpc HOST:PORT PROTO_FOLDER SITE BED [TOKEN]
// node sleep-monitor-client.mjs web BASE_URL DESCRIPTOR_SET SITE BED [TOKEN]
// Prints one JSON object per method: {"scenario": METHOD, "code": 0, ...}
import { readFileSync } from 'node:fs';

const [kind, address, protos, site, bed, token] = process.argv.slice(2);
const night = { bed: { site, bed } };
const atSeconds = (wire, seconds) => ({ numerator: wire(seconds * 1000), denominator: wire(1000) });

// 64-bit integers are strings to one library and bigints to the other.
const openGrpc = async () => {
  const { default: grpc } = await import('@grpc/grpc-js');
  const { default: loader } = await import('@grpc/proto-loader');
  const definition = loader.loadSync('streaming/v1/monitor.proto', { includeDirs: [protos], longs: String, enums: String, defaults: true, oneofs: true });
  const client = new (grpc.loadPackageDefinition(definition).streaming.v1.SleepMonitor)(address, grpc.credentials.createInsecure());
  const options = () => ({ deadline: Date.now() + 20_000 });
  const metadata = new grpc.Metadata();
  if (token) metadata.set('authorization', `Bearer ${token}`);
  return {
    long: (value) => String(value),
    unary: (method, request) => new Promise((resolve) => {
      client[method](request, metadata, options(), (error, reply) => resolve(error ? { code: error.code, details: error.details } : { code: 0, reply }));
    }),
    stream: (method, request, until) => new Promise((resolve) => {
      const call = client[method](request, metadata, options());
      const seen = [];
      call.on('data', (message) => { seen.push(message.item ?? 'message'); if (until(message.item)) call.cancel(); });
      call.on('error', (error) => resolve({ code: error.code, details: error.details, seen }));
      call.on('end', () => resolve({ code: 0, seen }));
    }),
    close: () => client.close(),
  };
};

const openWeb = async () => {
  const { createClient } = await import('@connectrpc/connect');
  const { createGrpcWebTransport } = await import('@connectrpc/connect-web');
  const { createFileRegistry, fromBinary, fromJson } = await import('@bufbuild/protobuf');
  const { FileDescriptorSetSchema } = await import('@bufbuild/protobuf/wkt');
  const service = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(protos))).getService('streaming.v1.SleepMonitor');
  const shown = (next) => (request) => { if (token) request.header.set('authorization', `Bearer ${token}`); return next(request); };
  const client = createClient(service, createGrpcWebTransport({ baseUrl: address, useBinaryFormat: true, defaultTimeoutMs: 20_000, interceptors: [shown] }));
  // The JSON form of a request is the same for both libraries.
  const typed = (method, request) => fromJson(service.methods.find((m) => m.localName === method).input, request);
  return {
    long: (value) => String(value),
    unary: async (method, request) => {
      try {
        return { code: 0, reply: await client[method](typed(method, request)) };
      } catch (error) {
        return { code: error.code, details: error.rawMessage };
      }
    },
    stream: async (method, request, until) => {
      const abort = new AbortController();
      const seen = [];
      try {
        for await (const message of client[method](typed(method, request), { signal: abort.signal })) {
          const item = message.item?.case;
          seen.push(item ?? 'message');
          if (until(item)) abort.abort();
        }
        return { code: 0, seen };
      } catch (error) {
        return { code: error.code, details: error.rawMessage, seen };
      }
    },
    close: () => {},
  };
};

const monitor = kind === 'web' ? await openWeb() : await openGrpc();
const print = (scenario, { reply, ...result }, facts = () => ({})) =>
  console.log(JSON.stringify({ scenario, ...result, ...(reply ? facts(reply) : {}) }));
const at = (seconds) => atSeconds(monitor.long, seconds);

print('Watch', await monitor.stream('watch', { beds: [{ site, bed }] }, (item) => item === 'heartbeat'));
print('ListBeds', await monitor.unary('listBeds', { filter: { site } }), (r) => ({ beds: r.beds.map((b) => b.bed) }));
print('ListNights', await monitor.unary('listNights', { filter: { site } }), (r) => ({ beds: r.nights.map((n) => n.bed), more: r.more }));
print('GetNight', await monitor.unary('getNight', { night }), (r) => ({ reports: r.reports.length, studyId: r.study.studyId }));
print('GetWaveform', await monitor.unary('getWaveform', { night, fromSeconds: 0, toSeconds: 10, columns: 100 }), (r) => ({ traces: r.traces.length }));
print('GetEpochImage', await monitor.unary('getEpochImage', { night, epoch: '0' }),
  (r) => ({ png: Buffer.from(r.png).subarray(1, 4).toString(), width: r.width }));
print('Explain', await monitor.unary('explain', { night, epoch: '0' }));
print('ReviewQueue', await monitor.unary('reviewQueue', { night, limit: 10 }));
print('Override', await monitor.unary('override', { night, epoch: '0', stage: 'STAGE_N2', author: 'interop', comment: kind }),
  (r) => ({ author: r.report.author, epoch: Number(r.report.epoch) }));
print('MarkLights', await monitor.unary('markLights', { night, on: false, atSeconds: at(5), author: 'interop' }), (r) => ({ on: r.mark.on }));
print('AddNote', await monitor.unary('addNote', { night, atSeconds: at(6), text: 'pære', author: 'interop' }), (r) => ({ text: r.note.text }));
print('AcknowledgeAdvisory', await monitor.unary('acknowledgeAdvisory', { advisoryId: 'none', author: 'interop' }));
print('ExportNight', await monitor.stream('exportNight', { night, format: 'EXPORT_FORMAT_CSV' }, () => false));
print('ImportOverrides', await monitor.unary('importOverrides', { night, author: 'interop' }));
print('SignNight', await monitor.unary('signNight', { night, author: 'interop', comment: kind }),
  (r) => ({ author: r.signature.author, last: Number(r.signature.lastEpoch) }));
print('AddMark', await monitor.unary('addMark', { night, mark: { atSeconds: at(7), author: 'interop', cpap: { pressureCmH2o: 8.5 } } }),
  (r) => ({ pressure: (r.mark.cpap ?? r.mark.what.value).pressureCmH2o ?? r.mark.cpap.pressure_cm_h2o }));
print('GetCalibration', await monitor.unary('getCalibration', { night }), (r) => ({ steps: r.results.length }));
print('WhoAmI', await monitor.unary('whoAmI', {}), (r) => ({ role: r.role }));
print('nonsense-night', await monitor.unary('getNight', {}));
print('nonsense-epoch', await monitor.unary('override', { night, epoch: '-5', stage: 'STAGE_N2', author: 'interop' }));
print('nonsense-span', await monitor.unary('getWaveform', { night, fromSeconds: 10, toSeconds: 0, columns: 100 }));
monitor.close();
