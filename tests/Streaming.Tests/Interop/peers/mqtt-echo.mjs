// A genuine MQTT 5 client of another maker: sends every message under to-peer/ back under from-peer/ with its properties.
import mqtt from 'mqtt';

const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${process.argv[2]}`, { protocolVersion: 5, clientId: 'npm-mqtt', clean: true });
client.on('message', (topic, payload, packet) => {
  const { contentType, userProperties } = packet.properties ?? {};
  client.publish(topic.replace('to-peer', 'from-peer'), payload, { qos: packet.qos, properties: { contentType, userProperties } });
});
await client.subscribeAsync('to-peer/#', { qos: 1 });
console.log('ready');
process.stdin.resume();
process.stdin.on('end', async () => {
  await client.endAsync();
  process.exit(0);
});
