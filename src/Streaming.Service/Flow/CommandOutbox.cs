using System.Threading.Channels;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>Requests on their way to gateways. The oldest is dropped when the broker takes none: a gap that matters is asked for again.</summary>
internal sealed class CommandOutbox(LineMeter meter)
{
    private readonly Channel<(BedKey Bed, GatewayCommand Command)> _commands =
        Channel.CreateBounded<(BedKey, GatewayCommand)>(
            new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest }, _ => meter.Dropped("request"));

    public ChannelReader<(BedKey Bed, GatewayCommand Command)> Commands => _commands.Reader;

    public void Send(BedKey bed, GatewayCommand command) => _commands.Writer.TryWrite((bed, command));
}
