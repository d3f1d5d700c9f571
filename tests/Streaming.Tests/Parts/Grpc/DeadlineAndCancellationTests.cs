using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Time.Testing;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Parts.Grpc;

public sealed class DeadlineAndCancellationTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private EchoHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DateTime InAnHour => TimeProvider.System.GetUtcNow().UtcDateTime + Hour;

    public async ValueTask InitializeAsync() => _host = await EchoHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(Deed.Hang)]
    [InlineData(Deed.DeaflyHang)]
    [InlineData(Deed.Oversleep)]
    public async Task Server_ends_the_call_at_its_deadline_whatever_the_handler_does(Deed deed)
    {
        using var call = _host.Client.SayAsync(new EchoRequest { Deed = deed }, deadline: InAnHour, cancellationToken: Token);
        await _host.Probe.Entered.Task.WaitAsync(Token);
        _host.Time.Advance(Hour);
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        await _host.Probe.Cancelled.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Client_ends_the_call_at_its_deadline_and_the_server_learns()
    {
        var time = new FakeTimeProvider();
        using var channel = GrpcChannel.ForAddress(_host.Address, new GrpcChannelOptions { Time = time });
        using var call = new Echo.EchoClient(channel).SayAsync(
            new EchoRequest { Deed = Deed.Hang }, deadline: time.GetUtcNow().UtcDateTime + Hour, cancellationToken: Token);
        await _host.Probe.Entered.Task.WaitAsync(Token);
        time.Advance(Hour);

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        await _host.Probe.Cancelled.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Deadline_in_the_past_does_not_reach_the_server()
    {
        var call = _host.Client.SayAsync(new EchoRequest(), deadline: InAnHour - Hour - Hour, cancellationToken: Token);

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        Assert.False(_host.Probe.Entered.Task.IsCompleted);
    }

    [Fact]
    public async Task Cancelled_token_ends_the_call_on_both_sides()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = _host.Client.SayAsync(new EchoRequest { Deed = Deed.Hang }, cancellationToken: cancellation.Token);
        await _host.Probe.Entered.Task.WaitAsync(Token);
        await cancellation.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        await _host.Probe.Cancelled.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Cancelled_call_throws_OperationCanceledException_where_the_channel_says_so()
    {
        using var channel = GrpcChannel.ForAddress(_host.Address, new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = new Echo.EchoClient(channel).SayAsync(new EchoRequest { Deed = Deed.Hang }, cancellationToken: cancellation.Token);
        await _host.Probe.Entered.Task.WaitAsync(Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.ResponseAsync);
    }

    [Fact]
    public async Task Disposed_stream_ends_the_handler()
    {
        var call = _host.Client.Repeat(new EchoRequest { Count = 1, Deed = Deed.Hang }, cancellationToken: Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        await _host.Probe.Entered.Task.WaitAsync(Token);
        call.Dispose();

        await _host.Probe.Cancelled.Task.WaitAsync(Token);
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token))).StatusCode);
    }

    [Fact]
    public async Task Writer_waits_for_a_reader_that_does_not_read_and_stops_when_the_call_is_cancelled()
    {
        const int total = 10_000;
        var call = _host.Client.Repeat(new EchoRequest { Count = total, ReplyBytes = 60_000 }, cancellationToken: Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        await _host.Probe.WritePending.Task.WaitAsync(Token);
        call.Dispose();

        Assert.IsAssignableFrom<OperationCanceledException>(await _host.Probe.Ended.Task.WaitAsync(Token));
        // The reader's window, the response buffer and the sockets hold a few megabytes, not 600.
        Assert.InRange(_host.Probe.Written, 1, total / 10);
    }

    [Fact]
    public async Task Write_begun_before_the_last_has_completed_is_refused()
    {
        using var call = _host.Client.Repeat(new EchoRequest { Deed = Deed.WriteTwiceAtOnce, ReplyBytes = 8_000_000 }, cancellationToken: Token);
        var ended = await _host.Probe.Ended.Task.WaitAsync(Token);

        Assert.Contains("previous write is in progress", Assert.IsType<InvalidOperationException>(ended).Message);
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token));
    }

    [Fact]
    public async Task Read_begun_before_the_last_has_completed_is_refused()
    {
        using var call = _host.Client.Repeat(new EchoRequest { Deed = Deed.Hang }, cancellationToken: Token);
        var first = call.ResponseStream.MoveNext(Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.ResponseStream.MoveNext(Token));
        call.Dispose();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => first)).StatusCode);
    }
}
