using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Streaming.Parts.Certificates;
using Streaming.Service.Ingest;

namespace Streaming.Service.Serving;

/// <summary>Says in the log, at the start and then once a day, that one of the service's own certificates is soon to expire or not good: nobody else notices before
/// stations, or the broker, refuse to connect. It does not keep the service from starting: nights are recorded all the same.</summary>
internal sealed partial class CertificateWatch(
    IOptions<ServingOptions> serving, IOptions<IngestOptions> ingest, ServerCertificate server, TimeProvider time, ILogger<CertificateWatch> logger) : BackgroundService
{
    /// <summary>When it is said first: time to have one issued. The runbook's alert has the same.</summary>
    public const int WarnDays = 14;

    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan SayEvery = TimeSpan.FromDays(1);

    private readonly Dictionary<string, (DateTime NotAfter, DateTimeOffset At)> _said = [];

    /// <summary>Of the certificate shown to callers; null: there is none.</summary>
    public double? DaysLeft => serving.Value.CertificateFile is null ? null : Days(server.InUse);

    /// <summary>Of the certificate shown to the broker, as its file is now; null: there is none, or it cannot be read.</summary>
    public double? BrokerDaysLeft
    {
        get
        {
            using var shown = OfBroker();
            return shown is null ? null : Days(shown);
        }
    }

    /// <summary>Says what there is to say now.</summary>
    public void Look()
    {
        if (serving.Value.CertificateFile is { } file) Judge(file, server.InUse, "callers refuse to connect");
        using var shown = OfBroker();
        if (shown is not null) Judge(ingest.Value.ClientCertificateFile!, shown, "the broker refuses the service, and no samples come");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            do Look();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    private void Judge(string file, X509Certificate2 certificate, string consequence)
    {
        var now = time.GetUtcNow();
        var fault = CertificateWords.DateFault(certificate, now);
        var days = Days(certificate);
        if (fault is null && days >= WarnDays) return;
        if (_said.TryGetValue(file, out var said) && said.NotAfter == certificate.NotAfter && now - said.At < SayEvery) return;
        _said[file] = (certificate.NotAfter, now);
        if (fault is not null) LogNotGood(file, certificate.Subject, fault, consequence);
        else LogExpires(file, certificate.Subject, CertificateWords.Text(certificate.NotAfter.ToUniversalTime()), days.ToString("0.#", CultureInfo.InvariantCulture), consequence);
    }

    private double Days(X509Certificate2 certificate) => (new DateTimeOffset(certificate.NotAfter) - time.GetUtcNow()).TotalDays;

    private X509Certificate2? OfBroker()
    {
        if (ingest.Value.ClientCertificateFile is not { } file) return null;
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return null; // between two copies; the connection to the broker says so where it lasts
        }
    }

    [LoggerMessage(5014, LogLevel.Warning, "The certificate {File} ({Subject}) expires on {End}, in {Days} days; renew it, or {Consequence}")]
    private partial void LogExpires(string file, string subject, string end, string days, string consequence);

    [LoggerMessage(5015, LogLevel.Error, "The certificate {File} ({Subject}) {Fault}: {Consequence}")]
    private partial void LogNotGood(string file, string subject, string fault, string consequence);
}
