using System.Security.Cryptography;
using Streaming.Client;

namespace Streaming.Tests.Client;

public sealed class MonitorConnectionTests
{
    [Fact]
    public void Certificate_that_cannot_be_read_is_named()
    {
        var file = Path.GetTempFileName();
        try
        {
            var options = new MonitorOptions { Address = new Uri("https://127.0.0.1:1"), ClientCertificateFile = file };
            var refusal = Assert.Throws<CryptographicException>(() => new MonitorConnection(options, TimeProvider.System));
            Assert.Equal($"the file '{file}' holds no certificate in PEM", refusal.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
