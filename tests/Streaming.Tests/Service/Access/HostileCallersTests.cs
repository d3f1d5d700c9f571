using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Access;

namespace Streaming.Tests.Service.Access;

/// <summary>Callers who mean harm: whose they say they are, what they leave no trace of, and what they hold on to.</summary>
public sealed class HostileCallersTests
{
    /// <summary>The framework has a switch by which it believes everybody about who calls: audit and limits would go by what a caller writes.</summary>
    [Fact]
    public async Task Nobody_is_believed_about_who_calls_whatever_the_environment_says()
    {
        const string Switch = "ASPNETCORE_FORWARDEDHEADERS_ENABLED";
        ServiceHost host;
        Environment.SetEnvironmentVariable(Switch, "true");
        try
        {
            host = await ServiceHost.StartAsync(settings: ["Access:Tokens=Always"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Switch, null);
        }
        await using var started = host;
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, host.WebAddress + "/metrics");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("127.0.0.1", Assert.Single(host.Services.GetRequiredService<AccessStore>().AuditTail(10)).Peer);
    }

    /// <summary>Who has nearly all of a night and hangs up before its end has had it.</summary>
    [Fact]
    public async Task Export_is_audited_though_its_taker_hung_up()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Access:Tokens=Never"]);
        var gate = Gate(host, _ => throw new OperationCanceledException());

        await Assert.ThrowsAsync<OperationCanceledException>(() => gate.InvokeAsync(Call("/nights/{study}/{file}")));

        var entry = Assert.Single(host.Services.GetRequiredService<AccessStore>().AuditTail(10));
        Assert.Equal("broken off", entry.Outcome);
    }

    /// <summary>The audit is read in a terminal, and shown to who looks for mischief.</summary>
    [Theory]
    [InlineData("night.edf", "night.edf")]
    [InlineData("x\n2026-01-01 00:00:00Z token-issue by admin: done", "unknown")]
    [InlineData("\u001b[2J", "unknown")]
    public async Task Audit_takes_of_what_a_caller_typed_no_more_than_a_name(string typed, string action)
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Access:Tokens=Never"]);
        var call = Call("/nights/{study}/{file}");
        call.Request.RouteValues["file"] = typed;

        await Gate(host, _ => Task.CompletedTask).InvokeAsync(call);

        Assert.Equal(action, Assert.Single(host.Services.GetRequiredService<AccessStore>().AuditTail(10)).Action);
    }

    /// <summary>A call that is never read to its end, or never sent whole, holds memory for as long as its caller likes.</summary>
    [Fact]
    public async Task Calls_of_one_peer_that_linger_are_no_more_than_it_may_make_at_once()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Access:Tokens=Never", "Access:CallBurst=3"]);
        var (never, entered) = (new TaskCompletionSource(), 0);
        var gate = Gate(host, _ =>
        {
            entered++;
            return never.Task;
        });
        var lingering = new List<Task>();
        string said;
        do
        {
            var call = Call("/streaming.v1.SleepMonitor/GetNight");
            lingering.Add(gate.InvokeAsync(call));
            said = call.Response.Headers["grpc-message"].ToString();
        }
        while (entered <= 3 && !said.Contains("under way", StringComparison.Ordinal));

        Assert.Equal(3, entered);
        never.SetResult();
        await Task.WhenAll(lingering);
    }

    [Fact]
    public async Task Health_streams_of_one_address_are_bounded_though_they_need_no_token()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Access:StreamsPerPeer=2"]);
        using var channel = GrpcChannel.ForAddress(host.Address);
        var health = new Health.HealthClient(channel);
        var opened = 0;
        var calls = new List<AsyncServerStreamingCall<HealthCheckResponse>>();
        for (var n = 0; n < 3; n++)
        {
            calls.Add(health.Watch(new HealthCheckRequest(), cancellationToken: TestContext.Current.CancellationToken));
            try
            {
                if (await calls[^1].ResponseStream.MoveNext(TestContext.Current.CancellationToken)) opened++;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.ResourceExhausted)
            {
                // The third.
            }
        }

        Assert.Equal(2, opened);
        calls.ForEach(call => call.Dispose());
    }

    /// <summary>It is kept for as long as the stream is open, and no token is asked for.</summary>
    [Fact]
    public async Task Health_of_a_service_with_a_name_beyond_all_names_is_not_watched()
    {
        await using var host = await ServiceHost.StartAsync();
        var health = new Health.HealthClient(host.Channel);
        using var call = health.Watch(new HealthCheckRequest { Service = new string('x', 100_000) }, cancellationToken: TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    private static AccessGate Gate(ServiceHost host, RequestDelegate next) => new(
        next, host.Services.GetRequiredService<AccessPolicy>(), host.Services.GetRequiredService<AccessStore>(), host.Services.GetRequiredService<CallLimits>(),
        TimeProvider.System, NullLogger<AccessGate>.Instance);

    private static DefaultHttpContext Call(string route)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = "application/grpc";
        http.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse(route), 0, null, null));
        return http;
    }
}
