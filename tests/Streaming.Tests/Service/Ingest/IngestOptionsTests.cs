using System.ComponentModel.DataAnnotations;
using Streaming.Service.Ingest;

namespace Streaming.Tests.Service.Ingest;

public sealed class IngestOptionsTests
{
    [Theory]
    [InlineData("127.0.0.1", false, false, true)]
    [InlineData("localhost", false, false, true)]
    [InlineData("192.0.2.1", false, false, false)]
    [InlineData("broker.example", false, false, false)]
    [InlineData("broker.example", true, false, true)]
    [InlineData("broker.example", false, true, true)]
    public void Broker_beyond_loopback_needs_tls_or_an_explicit_word(string host, bool tls, bool allowed, bool isGood)
    {
        var options = new IngestOptions { Host = host, Tls = tls, AllowPlainText = allowed };
        var faults = new List<ValidationResult>();
        Assert.Equal(isGood, Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true));
        Assert.All(faults, fault => Assert.Contains(host, fault.ErrorMessage, StringComparison.Ordinal));
    }
}
