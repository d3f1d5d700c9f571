using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Streaming.Service;

namespace Streaming.Tests.Service;

/// <summary>A wrong setting ends the start with a sentence that names it, what it is and what it may be.</summary>
public sealed class SettingsCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Serving:GrpcPort=abc", "Serving:GrpcPort is 'abc'; expected a whole number.")]
    [InlineData("Serving:GrpcPort=99999", "Serving:GrpcPort must be between 0 and 65535; it is '99999'.")]
    [InlineData("Flow:HopSeconds=1,5", "Flow:HopSeconds is '1,5'; expected a number such as 1.5.")]
    [InlineData("Flow:HopSecondz=5", "Flow:HopSecondz is no setting. Flow has ")]
    [InlineData("Flow:Provisional=yes", "Flow:Provisional is 'yes'; expected true or false.")]
    [InlineData("Scoring:Provider=Gpu", "Scoring:Provider is 'Gpu'; expected one of Auto, Cpu, Cuda.")]
    [InlineData("Access:Tokens=Sometimes", "Access:Tokens is 'Sometimes'; expected one of Auto, Always, Never.")]
    [InlineData("Access:Tokens=2", "Access:Tokens is '2'; expected one of Auto, Always, Never.")]
    [InlineData("Scoring:Variant=Int8,Fp16", "Scoring:Variant is 'Int8,Fp16'; expected one of ")]
    [InlineData("Recording:Retention:JournalDay=3", "Recording:Retention:JournalDay is no setting.")]
    [InlineData("Recording:Retention:JournalDays=-3", "Recording:Retention:JournalDays must be between")]
    [InlineData("Recording:Folder=", "Recording:Folder field is required")]
    [InlineData("Observing:OtlpEndpoint=collector", "Observing:OtlpEndpoint is 'collector'; expected an address")]
    [InlineData("Serving:CertificateFile=nowhere.crt", "Serving:CertificateFile: the file 'nowhere.crt' does not exist.")]
    [InlineData("Exporting:TimeZone=Berlin", "Exporting:TimeZone is 'Berlin'; expected UTC or a name of the time zone database in ")]
    [InlineData("Exporting:TimeZone=", "Exporting:TimeZone is ''; expected UTC or ")]
    [InlineData("Logging:LogLevel:Default=Loud", "Logging:LogLevel:Default is 'Loud'; expected one of Trace")]
    [InlineData("Logging:LogLevel:Default=9", "Logging:LogLevel:Default is '9'; expected one of Trace")]
    public void Wrong_setting_is_named_with_what_it_is_and_what_it_may_be(string setting, string expected)
    {
        var parts = setting.Split('=', 2);
        Assert.Contains(expected, Refusal([parts[0]], [parts[1]]), StringComparison.Ordinal);
    }

    [Fact]
    public void All_rooms_are_heard_at_once()
    {
        var refusal = Refusal(["Serving:GrpcPort", "Flow:HopSeconds", "Recording:RetryMilliseconds"], ["70000", "x", "1"]);
        Assert.All((string[])["Serving:GrpcPort", "Flow:HopSeconds", "Recording:RetryMilliseconds"], name => Assert.Contains(name, refusal, StringComparison.Ordinal));
    }

    [Fact]
    public void Misspelt_section_of_the_arguments_is_named()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Streaming.Service.Program.Build(["--Servng:GrpcPort", "5101"]));
        Assert.Contains("Servng is no section. There are Ingest, Flow", StartRefusal.Of(refused), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_with_the_key_of_another_is_named()
    {
        using var authority = new TestAuthority(_folder);
        var (one, other) = (authority.Issue("one"), authority.Issue("other"));
        var refusal = Refusal(["Serving:CertificateFile", "Serving:KeyFile"], [one.Certificate, other.Key]);
        Assert.Contains(
            $"Serving:CertificateFile, Serving:KeyFile: the key in '{other.Key}' does not belong to the certificate in '{one.Certificate}'.", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ingest:CertificateAuthorityFile")]
    [InlineData("Serving:ClientAuthorityFile")]
    public void File_of_authorities_without_any_is_named(string setting)
    {
        using var authority = new TestAuthority(_folder);
        var server = authority.Issue("server");
        var empty = Path.Combine(_folder, "empty.crt");
        File.WriteAllText(empty, "no certificate");
        var refusal = Refusal([setting, "Serving:CertificateFile", "Serving:KeyFile"], [empty, server.Certificate, server.Key]);
        Assert.Contains($"{setting}: the file '{empty}' holds no certificate in PEM.", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Store_in_an_impossible_place_is_a_reason_and_a_fault_of_the_program_is_none()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var refused = Assert.ThrowsAny<IOException>(() => Directory.CreateDirectory(Path.Combine(file, "store")));
        Assert.Contains(file, StartRefusal.Of(refused), StringComparison.Ordinal);
        Assert.Null(StartRefusal.Of(new InvalidOperationException("a fault")));
        Assert.Null(StartRefusal.Of(new AggregateException(refused, new InvalidOperationException("a fault"))));
    }

    private static string Refusal(string[] names, string[] values)
    {
        var settings = names.Zip(values).ToDictionary(pair => pair.First, string? (pair) => pair.Second);
        var refused = Assert.ThrowsAny<Exception>(() => Streaming.Service.Program.Build([], builder => builder.Configuration.AddInMemoryCollection(settings)));
        return StartRefusal.Of(refused) ?? $"no reason: {refused}";
    }
}
