using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Session;

namespace Streaming.Tests.Parts.Mqtt.Session;

public sealed class InboxTests
{
    [Fact]
    public async Task Copies_that_are_dropped_while_the_application_reads_leave_no_gap_in_what_it_read()
    {
        const int Unread = 400;
        for (var round = 0; round < 200; round++)
        {
            var inbox = new Inbox(receiveMaximum: 100, new ReaderGate(() => false));
            for (ushort i = 0; i < Unread; i++)
                await inbox.DeliverAsync(
                    new MqttReceived(new MqttMessage("n", default), duplicate: false, _ => { }) { PacketIdentifier = i }, TestContext.Current.CancellationToken);
            var read = new List<int>();
            using var together = new Barrier(2);
            var reading = Task.Run(() =>
            {
                together.SignalAndWait(TestContext.Current.CancellationToken);
                while (inbox.TryRead(out var message)) read.Add(message.PacketIdentifier);
            }, TestContext.Current.CancellationToken);
            together.SignalAndWait(TestContext.Current.CancellationToken);
            inbox.DropRedelivered();
            await reading;
            // Whatever comes again follows on what was read before it.
            Assert.Equal(Enumerable.Range(0, read.Count), read);
        }
    }
}
