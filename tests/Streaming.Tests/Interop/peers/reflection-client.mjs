// A genuine reflection client against the service under test: node reflection-client.mjs HOST:PORT [TOKEN]
// Prints one JSON object per scenario.
import grpc from '@grpc/grpc-js';
import reflection from 'grpc-js-reflection-client';

const [target, token] = [process.argv[2], process.argv[3]];
const metadata = new grpc.Metadata();
if (token) metadata.set('authorization', `Bearer ${token}`);
const print = (scenario, result) => console.log(JSON.stringify({ scenario, ...result }));

const told = async (work) => {
  try {
    return await work();
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
};

for (const version of ['v1', 'v1alpha']) {
  const client = new reflection.GrpcReflection(target, grpc.credentials.createInsecure(), {}, version);
  print(`${version}/services`, await told(async () => ({ services: await client.listServices('*', metadata) })));
  print(`${version}/methods`, await told(async () => {
    const methods = await client.listMethods('streaming.v1.SleepMonitor', metadata);
    return { methods: methods.map((method) => method.name) };
  }));
  // A client made of nothing but what the server told calls the server.
  print(`${version}/call`, await told(async () => {
    const descriptor = await client.getDescriptorBySymbol('streaming.v1.SleepMonitor', metadata);
    const { SleepMonitor } = descriptor.getPackageObject({ keepCase: true, enums: String, longs: String }).streaming.v1;
    const monitor = new SleepMonitor(target, grpc.credentials.createInsecure());
    const beds = await new Promise((resolve, reject) => monitor.ListBeds({}, metadata, (error, reply) => (error ? reject(error) : resolve(reply.beds))));
    return { beds: beds.map((bed) => bed.bed) };
  }));
  print(`${version}/file`, await told(async () => {
    const descriptor = await client.getDescriptorByFileName('grpc/health/v1/health.proto', metadata);
    return { packages: Object.keys(descriptor.getPackageObject({}).grpc.health.v1) };
  }));
  print(`${version}/unknown`, await told(async () => client.getDescriptorBySymbol('streaming.v1.Nothing', metadata)));
}
process.exit(0);
