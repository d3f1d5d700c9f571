using System.Net;
using System.Net.Sockets;

namespace Streaming.Tests.Service.Access;

public sealed class IdleConnectionsTests
{
    /// <summary>The limit of connections is for all together; one who opens that many and says nothing must not be all there are.</summary>
    [Fact]
    public async Task One_address_cannot_hold_all_connections_there_may_be()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Serving:ConnectionLimit=6"]);
        var port = new Uri(host.WebAddress).Port;
        var idle = new List<Socket>();
        try
        {
            for (var n = 0; n < 12; n++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                idle.Add(socket);
                socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
                try
                {
                    await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), TestContext.Current.CancellationToken);
                }
                catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
                {
                    // On a busy machine a refusal may be there before we have seen that the connection was made.
                }
            }
            // The last has been looked at once it is refused: those before it have, too.
            Assert.True(await IsEndedAsync(idle[^1]));

            using var http = new HttpClient();
            using var answer = await http.GetAsync(new Uri(host.WebAddress + "/healthz"), TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode); // without a broker
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task<bool> IsEndedAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
