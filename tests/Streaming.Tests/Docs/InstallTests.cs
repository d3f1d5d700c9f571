using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Streaming.Tests.Interop;
using Streaming.Tests.Interop.Mqtt;

namespace Streaming.Tests.Docs;

/// <summary>What deploy/ puts on a machine: the settings are settings, and systemd takes the unit.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-install-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Example_of_settings_is_taken_as_it_stands()
    {
        using var authority = new TestAuthority(_folder);
        var (certificate, key, _) = authority.Issue("server");
        var settings = File.ReadLines(Repository.At("deploy", "settings.example")).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0].Replace("__", ":", StringComparison.Ordinal), string? (parts) => parts[1]);
        // What only the machine has.
        foreach (var (name, value) in (Dictionary<string, string>)new()
        {
            ["Serving:CertificateFile"] = certificate, ["Serving:KeyFile"] = key, ["Recording:Folder"] = _folder,
            ["Scoring:Model"] = Repository.At("deploy", "models", Path.GetFileName(settings["Scoring:Model"]!)),
        })
        {
            Assert.True(settings.ContainsKey(name), name);
            settings[name] = value;
        }

        await using var service = Streaming.Service.Program.Build([], builder => builder.Configuration.AddInMemoryCollection(settings));
    }

    [Fact]
    public async Task Systemd_knows_every_line_of_the_unit()
    {
        if (MosquittoBroker.FindProgram("systemd-analyze") is null) Assert.Skip("systemd-analyze is not installed");
        var unit = await File.ReadAllTextAsync(Repository.At("deploy", "streaming.service"), TestContext.Current.CancellationToken);
        var copy = Path.Combine(_folder, "streaming.service");
        // The program is not installed here; another stands in for it.
        await File.WriteAllTextAsync(copy, Regex.Replace(unit, "(?m)^ExecStart=.*$", "ExecStart=/bin/true"), TestContext.Current.CancellationToken);

        await using var verifier = PeerProcess.Start("systemd-analyze", "verify", copy);
        var (status, said) = await verifier.FinishAsync(TestContext.Current.CancellationToken);

        Assert.Empty(said);
        Assert.Equal(0, status);
    }
}
