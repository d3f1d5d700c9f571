using Grpc.Core;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Streaming.Tests.Parts.Grpc;

public sealed class HealthTests : IAsyncLifetime
{
    private EchoHost _host = null!;
    private Health.HealthClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await EchoHost.StartAsync();
        _client = new Health.HealthClient(_host.Channel);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Check_tells_the_status_that_was_set()
    {
        _host.Health.SetStatus("", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, (await _client.CheckAsync(new HealthCheckRequest(), cancellationToken: Token)).Status);
        _host.Health.SetStatus("", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, (await _client.CheckAsync(new HealthCheckRequest(), cancellationToken: Token)).Status);
    }

    [Fact]
    public async Task Check_of_a_service_never_set_is_NOT_FOUND()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            () => _client.CheckAsync(new HealthCheckRequest { Service = "x" }, cancellationToken: Token).ResponseAsync);

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Watch_tells_the_status_and_each_change()
    {
        using var call = _client.Watch(new HealthCheckRequest { Service = "x" }, cancellationToken: Token);
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync());
        _host.Health.SetStatus("x", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await NextAsync());
        _host.Health.SetStatus("y", ServingStatus.Serving);
        _host.Health.SetStatus("x", ServingStatus.NotServing);
        _host.Health.SetStatus("x", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync());
        _host.Health.ClearAll();
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync());

        async Task<ServingStatus> NextAsync()
        {
            Assert.True(await call.ResponseStream.MoveNext(Token));
            return call.ResponseStream.Current.Status;
        }
    }
}
